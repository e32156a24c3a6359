/// The report's style sheet.
let reportStyle = """
  :root{color-scheme:light dark;--page:#f6f7f9;--card:#fff;--ink:#171b21;--soft:#59626f;--line:#dfe3e8;--hover:#eef2f7;\
  --accent:#0b62c4;--pass:#156c34;--fail:#b3261e;--warn:#8a5300;--info:#33618f;--pass-back:#e2f3e6;--fail-back:#fce8e6;\
  --warn-back:#fdf0d5;--info-back:#e6eef7;--s0:#0b62c4;--s1:#c2410c;--s2:#0f766e;--grid:#e4e8ed;--band:#f5b70033}
  @media (prefers-color-scheme:dark){:root{--page:#101318;--card:#191d24;--ink:#e8ebf0;--soft:#a3adba;--line:#2d333d;\
  --hover:#232935;--accent:#7ab4ff;--pass:#7bd596;--fail:#ff9a90;--warn:#f3be5f;--info:#9cc4ee;--pass-back:#16301f;\
  --fail-back:#3d1a18;--warn-back:#372a10;--info-back:#1b2b3d;--s0:#6aa9ff;--s1:#ff9b5e;--s2:#4fd1c0;--grid:#2a3039;\
  --band:#f5b70040}}
  *{box-sizing:border-box}
  body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,\
  "Noto Sans","DejaVu Sans",sans-serif;-webkit-text-size-adjust:100%}
  header,main,footer{max-width:1240px;margin:0 auto;padding:0 20px}
  header{padding-top:24px}
  h1{font-size:26px;line-height:1.25;margin:10px 0 16px;overflow-wrap:anywhere;font-weight:650}
  h2{font-size:18px;margin:0 0 12px;font-weight:650}
  h3{font-size:14px;margin:0 0 10px;font-weight:650}
  h2 small,h3 small{color:var(--soft);font-weight:400;margin-left:4px}
  small{font-size:12.5px}
  a{color:var(--accent);text-underline-offset:2px}
  code{font:12.5px/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
  :focus-visible{outline:2px solid var(--accent);outline-offset:2px}
  section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:18px 20px;margin:16px 0}
  footer{color:var(--soft);padding-bottom:28px;font-size:13px}
  .verdict{display:flex;flex-wrap:wrap;gap:6px 12px;align-items:center;margin:0;color:var(--soft)}
  .badge{font-weight:700;padding:3px 14px;border-radius:99px;background:var(--info-back);color:var(--info)}
  .pass .badge{background:var(--pass-back);color:var(--pass)}
  .fail .badge{background:var(--fail-back);color:var(--fail)}
  .facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(236px,1fr));gap:10px;margin:0}
  .facts div{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:9px 14px}
  dt{color:var(--soft);font-size:12.5px}
  dd{margin:0;font-size:18px;font-weight:600;overflow-wrap:anywhere}
  dd small{display:block;font-weight:400;color:var(--soft);line-height:1.4}
  table{border-collapse:collapse;width:100%;font-size:14px}
  th,td{text-align:left;padding:7px 12px 7px 0;border-bottom:1px solid var(--line);vertical-align:top;font-weight:400;\
  overflow-wrap:break-word}
  td:last-child,th:last-child{padding-right:0}
  thead th{color:var(--soft);font-size:12.5px;white-space:nowrap}
  tbody tr:last-child>*{border-bottom:0}
  .checks{table-layout:fixed}
  .checks th:nth-child(1){width:128px}.checks th:nth-child(2){width:21%}.checks th:nth-child(3){width:18%}\
  .checks th:nth-child(4){width:15%}
  section>details>summary{color:var(--soft);padding:4px 0}
  .sign{display:inline-block;font-size:12px;font-weight:650;padding:1px 9px;border-radius:99px;white-space:nowrap;\
  background:var(--info-back);color:var(--info)}
  .sign.pass{background:var(--pass-back);color:var(--pass)}
  .sign.error{background:var(--fail-back);color:var(--fail)}
  .sign.warning{background:var(--warn-back);color:var(--warn)}
  .sign.skip{background:none;color:var(--soft);padding-left:0}
  tr.skip td,tr.skip th{color:var(--soft)}
  .findings{list-style:none;margin:0;padding:0}
  .findings li{display:grid;grid-template-columns:76px 132px 1fr;gap:10px;padding:6px 8px;margin:0 -8px;\
  border-radius:8px;align-items:baseline}
  .findings .sign{justify-self:start}
  .findings li.hit,.scenes li.hit{background:var(--hover)}
  .what b{font-weight:600;margin-right:4px}
  .time,.when{font-variant-numeric:tabular-nums;white-space:nowrap}
  .long{max-height:440px;overflow:auto;scrollbar-gutter:stable}
  .tall{max-height:620px}
  .bar{display:flex;align-items:center;gap:12px;position:sticky;top:0;z-index:5;background:var(--card);min-height:52px;\
  padding:4px 0;margin-top:-8px}
  .bar[hidden]{display:none}
  #now-picture{height:44px;border-radius:4px;display:block}
  #now-picture[hidden]{display:none}
  #now{font-size:17px;font-weight:650;font-variant-numeric:tabular-nums;min-width:76px}
  #now-scene{color:var(--soft);flex:1;min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
  .zoom{display:flex;gap:6px}
  button{font:inherit;font-weight:600;color:inherit;background:var(--card);border:1px solid var(--line);\
  border-radius:8px;min-width:40px;height:36px;cursor:pointer}
  button:hover{background:var(--hover)}
  #scroller{overflow-x:auto;overflow-y:hidden;padding-bottom:6px;border-radius:8px}
  #track{position:relative;width:100%;min-width:100%}
  .axis{position:relative;height:22px;overflow:hidden;border-bottom:1px solid var(--line);font-size:12px;\
  color:var(--soft);font-variant-numeric:tabular-nums}
  .axis span{position:absolute;padding-left:4px;border-left:1px solid var(--line);line-height:22px;white-space:nowrap}
  .strip{position:relative;height:74px;margin:6px 0}
  .strip a{position:absolute;top:0;bottom:0;overflow:hidden;background:var(--info-back) center/cover no-repeat;\
  text-decoration:none}
  .strip a::after{content:"";position:absolute;inset:0 auto 0 0;width:min(2px,25%);background:var(--card)}
  .tiles img{position:absolute;top:0;height:100%;width:132px;object-fit:cover;pointer-events:none;opacity:.92}
  .strip a:hover,.strip a.hit{filter:brightness(1.15)}
  .strip a.hit{outline:2px solid var(--accent);outline-offset:-2px}
  .strip i{position:absolute;left:5px;top:3px;font:600 11px/15px system-ui,sans-serif;color:#fff;background:#000a;\
  border-radius:4px;padding:0 5px}
  .lane{position:relative;height:35px;border-bottom:1px solid var(--grid)}
  .lane b,figcaption{position:sticky;left:0;width:max-content;max-width:100%;z-index:2}
  .lane b{display:block;font-size:12px;line-height:17px;font-weight:400;color:var(--soft);pointer-events:none}
  .mark{position:absolute;top:18px;height:12px;min-width:6px;border-radius:4px;background:var(--info)}
  .mark::after{content:"";position:absolute;inset:-10px -8px -4px}
  .mark.warning{background:#d68a00}
  .mark.error{background:#d93025}
  .mark.hit{outline:2px solid var(--ink);outline-offset:1px}
  .panel{margin:14px 0 0}
  .panel figcaption{font-size:13px;display:flex;flex-wrap:wrap;gap:0 14px;align-items:baseline}
  .panel b{font-weight:600}
  .key{color:var(--soft);white-space:nowrap}
  .key i{display:inline-block;width:16px;border-top:2.5px solid;vertical-align:middle;margin-right:5px}
  .key output{color:var(--ink);font-weight:600;font-variant-numeric:tabular-nums}
  .key.s0 i{color:var(--s0)}.key.s1 i{color:var(--s1);border-top-style:dashed}\
  .key.s2 i{color:var(--s2);border-top-style:dotted}
  .plot{position:relative;height:92px;margin-top:4px}
  .plot svg{position:absolute;inset:0;width:100%;height:100%;display:block}
  .ylabels{position:sticky;left:0;width:0;height:92px;z-index:2;font-size:11px;line-height:13px;color:var(--soft);\
  display:flex;flex-direction:column;justify-content:space-between;pointer-events:none}
  .ylabels span{width:max-content;background:color-mix(in srgb,var(--card) 78%,transparent);padding:0 3px;\
  border-radius:3px}
  svg path{vector-effect:non-scaling-stroke;fill:none}
  svg .grid{stroke:var(--grid);stroke-width:1}
  svg .line{stroke-width:1.75;stroke-linejoin:round;stroke-linecap:round}
  svg .line.s0{stroke:var(--s0)}
  svg .line.s1{stroke:var(--s1);stroke-dasharray:6 4}
  svg .line.s2{stroke:var(--s2);stroke-dasharray:2 4}
  svg .area.s0{fill:var(--s0);opacity:.16}
  #cursor{position:absolute;top:0;bottom:0;width:0;border-left:1.5px solid var(--ink);pointer-events:none;z-index:3}
  #band{position:absolute;top:0;bottom:0;background:var(--band);border:solid #d9a300;border-width:0 1px;\
  pointer-events:none;min-width:2px;z-index:1}
  #cursor[hidden],#band[hidden]{display:none}
  .help{color:var(--soft);font-size:13px;margin:10px 0 0}
  .scenes{list-style:none;margin:0;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(168px,1fr));\
  gap:12px}
  .scenes li{border-radius:8px}
  .scenes a{display:block;color:inherit;text-decoration:none;border-radius:8px}
  .scenes a:hover b{text-decoration:underline}
  .scenes img,.blank{display:block;width:100%;aspect-ratio:16/9;object-fit:contain;background:#000;border-radius:8px}
  .blank{background:var(--info-back)}
  .scenes a span{display:block;padding:4px 4px 0;font-variant-numeric:tabular-nums}
  .scenes p{margin:2px 4px 4px;line-height:1.7}
  .tag{font-size:12px;background:var(--info-back);color:var(--info);border-radius:99px;padding:1px 8px;\
  display:inline-block}
  .charts,.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,320px),1fr));gap:20px 32px}
  .charts figure{margin:0 0 12px;max-width:520px}
  .charts figcaption{position:static;font-size:13px;font-weight:600}
  .charts svg{width:100%;height:auto;display:block}
  .charts text{font:11.5px system-ui,sans-serif;fill:var(--soft)}
  .charts .name{fill:var(--ink);font-weight:600}
  .charts circle{fill:var(--s0);stroke:var(--card);stroke-width:1.5}
  .swatches{display:flex;height:44px;border-radius:8px;overflow:hidden;border:1px solid var(--line)}
  .colors{list-style:none;margin:8px 0 0;padding:0;display:flex;flex-wrap:wrap;gap:4px 16px;font-size:13px}
  .colors i{display:inline-block;width:14px;height:14px;border-radius:4px;border:1px solid var(--line);\
  vertical-align:-2px;margin-right:6px}
  .meters{list-style:none;margin:0;padding:0;font-size:14px}
  .meters li{display:grid;grid-template-columns:minmax(90px,1fr) 1.2fr 52px;gap:10px;align-items:center;padding:2px 0}
  .meters li span:last-child{text-align:right;font-variant-numeric:tabular-nums}
  .meter{display:block;height:8px;border-radius:4px;background:var(--info-back);overflow:hidden}
  .meter i{display:block;height:100%;background:var(--s0)}
  #sound{overflow-x:auto}
  .spectrum{height:24px;width:auto;fill:var(--s0);display:block}
  summary{cursor:pointer}
  summary h2{display:inline-block;margin:0}
  details[open] summary{margin-bottom:12px}
  @media (max-width:720px){
  header,main,footer{padding-left:12px;padding-right:12px}
  header{padding-top:16px}
  h1{font-size:21px}
  section{padding:14px 12px;border-radius:10px}
  .facts{grid-template-columns:1fr 1fr;gap:8px}
  .facts div{padding:7px 10px}
  dd{font-size:16px}
  .findings li{grid-template-columns:auto 1fr;gap:2px 8px}
  .what{grid-column:1/-1}
  .scenes{grid-template-columns:1fr 1fr;gap:8px}
  .cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
  .cards,.cards tbody,.cards tr,.cards td,.cards th{display:block}
  .cards tr{padding:8px 0;border-bottom:1px solid var(--line)}
  .cards tr:last-child{border-bottom:0}
  .cards td,.cards th{border:0;padding:1px 0}
  .checks th:nth-child(n){width:auto}
  .cards td[data-name]:not(:empty){display:grid;grid-template-columns:96px minmax(0,1fr);gap:8px}
  .cards td[data-name]:not(:empty)::before{content:attr(data-name);color:var(--soft);font-size:12.5px}
  .cards td[data-name=Result]::before{content:none!important}
  .cards td[data-name=Result]{display:block!important;padding:0 0 3px}
  .cards td>*{justify-self:start}
  .cards td:empty{display:none}
  #sound .cards th::before{content:"Track "}
  #values td:nth-child(3),#values th:nth-child(3){display:none}
  button{min-width:44px;height:44px}
  .lane{height:42px}.mark{top:18px;height:19px;min-width:8px}
  }
  @media print{
  :root{--page:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#ccc}
  body{font-size:11pt}
  #sound table{font-size:9.5px}#sound th,#sound td{padding-right:5px}#sound thead th{font-size:9px;white-space:normal}
  section{border:0;padding:8px 0;break-inside:auto}
  .bar,.help,#cursor{display:none!important}
  #track{width:100%!important}
  .long{max-height:none;overflow:visible}
  .panel,.scenes li,tr,.facts div{break-inside:avoid}
  *{-webkit-print-color-adjust:exact;print-color-adjust:exact}
  a{color:inherit;text-decoration:none}
  }
  @media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
  """
