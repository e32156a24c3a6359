/// The report's script: cursor, zoom and jumps. The page is whole without it.
let reportScript = #"""
  "use strict";
  (() => {
    const $ = id => document.getElementById(id);
    const data = JSON.parse($("data").textContent);
    const scroller = $("scroller"), track = $("track");
    if (!track || !(data.length > 0)) return;
    const length = data.length, times = data.times;
    const panels = [...document.querySelectorAll(".panel")].map(figure => ({
      ...data.panels[figure.dataset.panel], outputs: [...figure.querySelectorAll("output")]}));
    const scenes = [...document.querySelectorAll("#strip a")].map(a => ({
      a, from: +a.dataset.from, to: +a.dataset.to, name: a.textContent, picture: $("picture-" + a.dataset.picture)}));
    const pictured = scenes.filter(s => s.picture), strip = $("strip"), tiles = document.createElement("div");
    tiles.className = "tiles";
    tiles.setAttribute("aria-hidden", "true");
    if (strip) strip.append(tiles);
    const axis = track.querySelector(".axis"), cursor = $("cursor"), band = $("band");
    let zoom = 1, now = 0;

    document.querySelector(".bar").hidden = $("timeline-help").hidden = false;
    for (const scene of scenes)
      if (scene.picture) scene.a.style.backgroundImage = `url("${scene.picture.src}")`;

    const clock = (t, decimals = 1) => {
      const units = Math.round(Math.max(0, t) * 10 ** decimals), whole = Math.floor(units / 10 ** decimals);
      const two = n => String(n).padStart(2, "0"), hours = Math.floor(whole / 3600);
      const head = hours ? hours + ":" + two(Math.floor(whole / 60) % 60) : Math.floor(whole / 60);
      return head + ":" + two(whole % 60) + (decimals ? "." + String(units % 10 ** decimals).padStart(decimals, "0") : "");
    };
    const short = (v, digits) => String(+v.toPrecision(digits));
    const text = (v, unit) => {
      if (unit === "%") return short(v * 100, 3) + " %";
      if (unit === "b/s") {
        const [by, prefix] = Math.abs(v) >= 1e9 ? [1e9, "G"] : Math.abs(v) >= 1e6 ? [1e6, "M"] : Math.abs(v) >= 1e3 ? [1e3, "k"] : [1, ""];
        return short(v / by, 3) + " " + prefix + unit;
      }
      return short(v, 4) + (unit ? " " + unit : "");
    };
    /* The last index whose value is not above t, by halving. */
    const last = (list, t, key) => {
      let low = 0, high = list.length;
      while (low < high) { const middle = (low + high) >> 1; key(list[middle]) <= t ? low = middle + 1 : high = middle; }
      return low - 1;
    };
    const nearest = t => {
      const left = last(times, t, x => x);
      return left < 0 ? 0 : left + 1 < times.length && times[left + 1] - t < t - times[left] ? left + 1 : left;
    };

    const show = t => {
      now = Math.max(0, Math.min(length, t));
      cursor.hidden = false;
      cursor.style.left = now / length * 100 + "%";
      $("now").textContent = clock(now);
      scroller.dataset.now = now.toFixed(3);
      const index = nearest(now);
      for (const panel of panels)
        panel.outputs.forEach((output, i) => {
          const value = panel.series[i][index];
          output.textContent = value == null ? "–" : text(value, panel.unit);
        });
      const scene = scenes[last(scenes, now, s => s.from)];
      $("now-scene").textContent = scene && now <= scene.to ? "scene " + scene.name : "";
      const picture = $("now-picture");
      picture.hidden = !(scene && scene.picture);
      if (!picture.hidden && picture.src !== scene.picture.src) picture.src = scene.picture.src;
    };

    const steps = [.1, .2, .5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400];
    /* Marks for what is seen, and a little more on both sides. */
    const ticks = () => {
      const width = track.clientWidth, second = width / length;
      const step = steps.find(s => s * second >= 84) || 86400;
      const from = Math.max(0, Math.floor((scroller.scrollLeft - 400) / second / step));
      const to = Math.min(length, (scroller.scrollLeft + scroller.clientWidth + 400) / second);
      axis.replaceChildren();
      for (let i = from; i * step < to; i++) {
        if ((length - i * step) * second < 40) break;
        const mark = document.createElement("span");
        mark.style.left = i * step / length * 100 + "%";
        mark.textContent = clock(i * step, step < 1 ? 1 : 0);
        axis.append(mark);
      }
    };
    /* Where scenes are too narrow for their pictures, every so often one that is near. */
    const fillStrip = () => {
      tiles.replaceChildren();
      const width = track.clientWidth, tile = 132;
      if (!pictured.length || width / scenes.length >= 48) return;
      const first = Math.max(0, Math.floor(scroller.scrollLeft / tile) - 1);
      const end = Math.min(width, scroller.scrollLeft + scroller.clientWidth + tile);
      for (let i = first; i * tile < end; i++) {
        const t = (i + .5) * tile / width * length, at = last(pictured, t, s => s.from);
        const near = [pictured[at], pictured[at + 1]].filter(Boolean).sort((a, b) =>
          Math.abs((a.from + a.to) / 2 - t) - Math.abs((b.from + b.to) / 2 - t))[0];
        if (near.to < t - tile / width * length || near.from > t + tile / width * length) continue;
        const image = new Image();
        image.src = near.picture.src;
        image.alt = "";
        image.style.left = i * tile + "px";
        tiles.append(image);
      }
    };
    const draw = () => { ticks(); fillStrip(); };
    const setZoom = (value, at, x) => {
      const most = Math.max(4, Math.min(80000, length * 200) / scroller.clientWidth);
      zoom = Math.max(1, Math.min(most, value));
      track.style.width = zoom * 100 + "%";
      scroller.scrollLeft = at / length * track.clientWidth - x;
      draw();
    };
    /* Zooms around the cursor where it is seen, else around the middle. */
    const zoomBy = factor => {
      let x = now / length * track.clientWidth - scroller.scrollLeft;
      if (cursor.hidden || x < 0 || x > scroller.clientWidth) x = scroller.clientWidth / 2;
      const at = (scroller.scrollLeft + x) / track.clientWidth * length;
      setZoom(zoom * factor, at, x);
    };
    const mark = finding => {
      for (const old of document.querySelectorAll(".hit")) old.classList.remove("hit");
      if (finding == null) return;
      for (const hit of document.querySelectorAll(`.mark[data-finding="${finding}"],#finding-${finding}`))
        hit.classList.add("hit");
    };
    const jump = (from, to, finding) => {
      mark(finding);
      for (const scene of scenes)
        if (finding == null && scene.from === from && scene.to === to) {
          scene.a.classList.add("hit");
          document.getElementById(scene.a.hash.slice(1))?.classList.add("hit");
        }
      const seen = Math.max(to - from, 0) / length * scroller.clientWidth;
      /* Close enough that a short stretch can be told from its neighbours. */
      const wanted = seen * zoom < 24 ? Math.min(24 / Math.max(seen, 1e-6), length / 10) : zoom;
      setZoom(Math.max(zoom, wanted), (from + to) / 2, scroller.clientWidth / 2);
      band.hidden = false;
      band.style.left = from / length * 100 + "%";
      band.style.width = (to - from) / length * 100 + "%";
      show(from);
      const box = $("timeline").getBoundingClientRect();
      if (box.top < 0 || box.top > innerHeight * .5) $("timeline").scrollIntoView({block: "start"});
      try { history.replaceState(null, "", "#t=" + from.toFixed(3) + (to > from ? "," + to.toFixed(3) : "")); } catch { }
    };

    document.addEventListener("click", event => {
      const link = event.target.closest("a[data-from]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      jump(+link.dataset.from, +link.dataset.to, link.dataset.finding);
      const list = link.closest("#track") && $("finding-" + link.dataset.finding);
      const box = list && list.closest(".long");
      if (box) box.scrollTop = list.offsetTop - box.offsetTop - box.clientHeight / 2;
      scroller.focus({preventScroll: true});
    });
    let frame = 0;
    const point = event => {
      const x = event.clientX - track.getBoundingClientRect().left;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => show(x / track.clientWidth * length));
    };
    track.addEventListener("pointermove", point);
    track.addEventListener("pointerdown", point);
    scroller.addEventListener("scroll", draw, {passive: true});
    scroller.addEventListener("wheel", event => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const x = event.clientX - scroller.getBoundingClientRect().left;
      setZoom(zoom * Math.exp(-event.deltaY / 200), (scroller.scrollLeft + x) / track.clientWidth * length, x);
    }, {passive: false});
    scroller.addEventListener("keydown", event => {
      if (event.target !== scroller || event.ctrlKey || event.metaKey || event.altKey) return;
      const page = length / zoom / 4, step = times.length > 1 ? times[1] - times[0] : Math.min(1, length / 100);
      const moves = {ArrowLeft: now - step, ArrowRight: now + step, PageUp: now - page, PageDown: now + page,
        Home: 0, End: length};
      if (event.key in moves) {
        show(moves[event.key]);
        const x = now / length * track.clientWidth - scroller.scrollLeft;
        if (x < 20 || x > scroller.clientWidth - 20) scroller.scrollLeft += x - scroller.clientWidth / 2;
      } else if (event.key === "+" || event.key === "=") zoomBy(2);
      else if (event.key === "-") zoomBy(.5);
      else if (event.key === "0") setZoom(1, 0, 0);
      else return;
      event.preventDefault();
    });
    $("zoom-in").onclick = () => zoomBy(2);
    $("zoom-out").onclick = () => zoomBy(.5);
    $("zoom-fit").onclick = () => setZoom(1, 0, 0);
    addEventListener("resize", draw);
    addEventListener("beforeprint", () => document.querySelectorAll("details").forEach(d => { d.open = true; }));
    draw();
    const place = /^#t=([\d.]+)(?:,([\d.]+))?$/.exec(location.hash);
    if (place) jump(+place[1], +(place[2] || place[1]));
  })();
  """#
