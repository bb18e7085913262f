# peerpress: `make summary` publishes the St Helens summary, `make test` runs every test; both
# install what is missing first. `make help` lists the rest.

PHASES := base dataset transform fo text layout paint pdf project command
PACKAGES := glib-2.0 gio-2.0 gmodule-2.0 libxml-2.0 libxslt libexslt pango pangocairo pangoft2 \
            fribidi cairo cairo-pdf cairo-svg harfbuzz fontconfig freetype2 gdk-pixbuf-2.0 libjpeg libdeflate \
            json-glib-1.0 libseccomp
# Loaded by the program when it is needed (base/library.h): only its headers are.
LOADED := librsvg-2.0
BUILD ?= build
CC ?= gcc
CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
            -Wmissing-prototypes -Wvla -Wno-enum-float-conversion
VERSION := $(shell sed -n '/^## [0-9]/{s/^## \([0-9.]*\).*/\1/p;q}' CHANGELOG.md 2>/dev/null)

PKG_CFLAGS = $(shell pkg-config --cflags $(PACKAGES) $(LOADED) 2>/dev/null)
PKG_LIBS = $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lhyphen -lm -pthread
# What Debian 12 has: a function that a later GLib deprecates is no mistake.
GLIB_LEAST = -DGLIB_VERSION_MIN_REQUIRED=GLIB_VERSION_2_74
ALL_CFLAGS = -std=gnu11 $(WARNINGS) $(GLIB_LEAST) -Isrc -DPEERPRESS_VERSION='"$(VERSION)"' $(PKG_CFLAGS) -pthread $(CFLAGS)

# The phases that each phase's code may include, nearest first; the link order of its tests. The
# target `check` proves that no #include goes another way.
base_USES :=
dataset_USES := base
transform_USES := dataset base
fo_USES := base
text_USES := base
layout_USES := text fo base
paint_USES := layout text fo base
pdf_USES := paint layout text fo base
project_USES := pdf paint layout text fo transform dataset base
command_USES := project pdf paint layout text fo transform dataset base

sources = $(wildcard src/$(1)/*.c)
objects = $(patsubst src/%.c,$(BUILD)/%.o,$(call sources,$(1)))
archives = $(foreach p,$(1) $($(1)_USES),$(BUILD)/lib$(p).a)

# Only the usual build is the one in bin; others (sanitizers, another compiler) stay by themselves.
PROGRAM := $(if $(filter build,$(BUILD)),bin/peerpress,$(BUILD)/peerpress)
MAIN_OBJECTS := $(BUILD)/main.o $(BUILD)/press.o $(BUILD)/publication.o $(BUILD)/pagequeue.o $(BUILD)/webpage.o $(BUILD)/resources.o
RESOURCES := $(shell find stylesheets -type f -name '*.*' 2>/dev/null | LC_ALL=C sort)
UNIT_TESTS := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/*/*.c))

.PHONY: all setup build summary test unit check docs format install clean help
all: build

help:
	@sed -n 's/^## //p' Makefile

## make summary   publishes fixtures/st-helens as out/st-helens-summary.pdf, .html and .txt
summary: setup
	@$(MAKE) --no-print-directory build
	@mkdir -p out
	@for kind in pdf html txt; do \
	  bin/peerpress build fixtures/st-helens/dataset.xml -o out/st-helens-summary.$$kind || exit 1; \
	  echo "published out/st-helens-summary.$$kind"; \
	done

## make test      runs every test
test: setup-test
	@$(MAKE) --no-print-directory $(BUILD)/all
	@BUILD=$(BUILD) tests/run

## make build     builds bin/peerpress
build: $(PROGRAM)

.PHONY: setup-test $(BUILD)/all
setup:
	@bin/setup
setup-test:
	@bin/setup test

# The program and every unit test, in whichever folder a build has.
$(BUILD)/all: $(PROGRAM) $(UNIT_TESTS) $(BUILD)/fault.so

# What the tests make calls of the system fail with; no sanitizer, as it is loaded before the program.
$(BUILD)/fault.so: tests/fault/fault.c
	@mkdir -p $(@D)
	@echo "CC $<"
	@$(CC) -std=gnu11 $(WARNINGS) $(filter -Werror,$(CFLAGS)) -O1 -shared -fPIC -o $@ $<

$(PROGRAM): $(MAIN_OBJECTS) $(call archives,command)
	@echo "LINK $@"
	@$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

define PHASE_RULES
$(BUILD)/lib$(1).a: $(call objects,$(1))
	@rm -f $$@
	@$$(AR) rcsD $$@ $$^
endef
$(foreach p,$(PHASES),$(eval $(call PHASE_RULES,$(p))))

$(BUILD)/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	@echo "CC $<"
	@$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# The stylesheets, inside the program, under the paths that they have in the source tree.
$(BUILD)/resources.xml: $(RESOURCES) Makefile
	@mkdir -p $(@D)
	@{ echo '<gresources><gresource prefix="/peerpress">'; \
	   for f in $(RESOURCES); do echo "<file>$$f</file>"; done; \
	   echo '</gresource></gresources>'; } > $@
$(BUILD)/resources.c: $(BUILD)/resources.xml
	@glib-compile-resources --sourcedir=. --generate-source --target=$@ $<
$(BUILD)/resources.o: $(BUILD)/resources.c
	@$(CC) -std=gnu11 $(PKG_CFLAGS) $(CFLAGS) -c -o $@ $<

# A unit test tests/unit/PHASE/NAME.c links its phase and the phases before it, and the resources.
.SECONDEXPANSION:
$(BUILD)/unit/%: tests/unit/%.c $(BUILD)/resources.o \
                 $$(call archives,$$(firstword $$(subst /, ,$$*)))
	@mkdir -p $(@D)
	@echo "CC $<"
	@$(CC) $(ALL_CFLAGS) $(LDFLAGS) -MMD -MP -o $@ $< $(filter %.o %.a,$^) $(PKG_LIBS) -lcmocka

.PHONY: unit-programs
unit-programs: $(UNIT_TESTS)
unit: $(UNIT_TESTS)
	@set -e; for t in $^; do $$t; done

## make bench     measures peerpress beside other formatters (docs/performance.md); some 15 minutes
$(BUILD)/bench/finish: bench/finish.c $(BUILD)/resources.o $(call archives,pdf)
	@mkdir -p $(@D)
	@echo "CC $<"
	@$(CC) $(ALL_CFLAGS) $(LDFLAGS) -MMD -MP -o $@ $< $(filter %.o %.a,$^) $(PKG_LIBS)
# They link nothing that they do not need: starting is what is measured.
$(BUILD)/bench/floor $(BUILD)/bench/measure: $(BUILD)/bench/%: bench/%.c
	@mkdir -p $(@D)
	@echo "CC $<"
	@$(CC) $(ALL_CFLAGS) $(LDFLAGS) -MMD -MP -o $@ $< $$(pkg-config --libs pangocairo cairo)
$(BUILD)/bench/lasting: bench/lasting.c $(filter-out $(BUILD)/main.o,$(MAIN_OBJECTS)) $(call archives,project)
	@mkdir -p $(@D)
	@echo "CC $<"
	@$(CC) $(ALL_CFLAGS) $(LDFLAGS) -MMD -MP -o $@ $(filter %.c %.o %.a,$^) $(PKG_LIBS)
.PHONY: bench bench-large bench-tools profile
bench: setup
	@$(MAKE) --no-print-directory $(PROGRAM) $(addprefix $(BUILD)/bench/,floor lasting measure)
	@PEERPRESS=$(PROGRAM) bench/peers $(BUILD) --docs $(BENCH)

## make bench-tools  installs the other formatters that make bench measures
bench-tools:
	@bench/install $(BUILD)

## make bench-large  measures the finish, large datasets, many councils, and how all that grows
bench-large: setup
	@$(MAKE) --no-print-directory $(PROGRAM) $(BUILD)/bench/finish
	@PEERPRESS=$(PROGRAM) bench/run $(BUILD)
	@PEERPRESS=$(PROGRAM) bench/linear

## make books     four of Debian's DocBook books: their pages checked, and compared with FOP's (docs/books.md)
.PHONY: books
books: $(PROGRAM)
	@PEERPRESS=$(PROGRAM) tests/books/run $(BUILD)/books

## make profile   tells where the time of a document goes
profile: setup
	@$(MAKE) --no-print-directory $(PROGRAM)
	@PEERPRESS=$(PROGRAM) bench/profile $(BUILD)

## make typography  sets samples of text beside Typst's and LuaLaTeX's (docs/typography.md)
.PHONY: typography
typography: setup-test
	@$(MAKE) --no-print-directory $(PROGRAM)
	@PEERPRESS=$(PROGRAM) tests/typography/run $(BUILD) --docs

## make fop       the layout cases beside Apache FOP's pages, where fop is installed (docs/layout.md)
.PHONY: fop
fop: $(PROGRAM)
	@PEERPRESS=$(PROGRAM) tests/fop/run $(BUILD)/fop

# Fuzzing (docs/fuzzing.md): a build of its own, and a program for each target tests/fuzz/NAME.c; words.py gives
# the words of a target's inputs, and mutate.c changes those that are XML.
FUZZERS := fo expression xhtml dataset image finish inspect
FUZZERS_XML := fo xhtml dataset finish
FUZZ_SANITIZERS := address,undefined
FUZZ_FLAGS := -O1 -g -fsanitize=fuzzer-no-link,$(FUZZ_SANITIZERS) -fno-sanitize-recover=undefined -fno-omit-frame-pointer
$(BUILD)/fuzz/%.dict: tests/fuzz/words.py $(wildcard src/fo/*.def)
	@mkdir -p $(@D)
	@python3 $< dictionary $* >$@
$(BUILD)/fuzz/%.words.c: tests/fuzz/words.py $(wildcard src/fo/*.def)
	@mkdir -p $(@D)
	@python3 $< vocabulary $* >$@
$(addprefix $(BUILD)/fuzz/,$(FUZZERS_XML)): $(BUILD)/fuzz/%: tests/fuzz/mutate.c $(BUILD)/fuzz/%.words.c
$(addprefix $(BUILD)/fuzz/,$(FUZZERS)): $(BUILD)/fuzz/%: tests/fuzz/%.c $(BUILD)/fuzz/%.dict tests/fuzz/fuzz.c \
                                        $(wildcard tests/fuzz/*.h) $(BUILD)/resources.o $(call archives,command)
	@echo "CC $<"
	@$(CC) $(ALL_CFLAGS) -Itests/fuzz $(LDFLAGS) -o $@ $(filter-out %.h %.dict,$^) $(PKG_LIBS)
.PHONY: fuzzers fuzz fuzz-merge
fuzzers:
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/fuzzing CC=clang CFLAGS='$(FUZZ_FLAGS)' \
	  LDFLAGS='-fsanitize=fuzzer,$(FUZZ_SANITIZERS)' $(addprefix $(BUILD)/fuzzing/fuzz/,$(T))

## make fuzz      fuzzes each target (T=NAME: one) for 60 seconds (S=SECONDS); docs/fuzzing.md
fuzz fuzz-merge fuzzers: T ?= $(FUZZERS)
fuzz: S ?= 60
fuzz: setup-test
	@$(MAKE) --no-print-directory fuzzers T='$(T)'
	@tests/fuzz/run $(BUILD) $(S) $(T)

## make fuzz-merge  adds to tests/fuzz/corpus the fewest new inputs that reach all that fuzzing has reached
fuzz-merge: setup-test
	@$(MAKE) --no-print-directory fuzzers T='$(T)'
	@tests/fuzz/merge $(BUILD) $(T)

## make analyse   clang-tidy and cppcheck over the sources that have changed since
ANALYSED := $(patsubst src/%.c,$(BUILD)/analysed/%,$(wildcard src/*.c src/*/*.c))
.PHONY: analyse
analyse: $(ANALYSED) $(BUILD)/analysed/cppcheck

# The object stands for the headers that it depends on.
$(ANALYSED): $(BUILD)/analysed/%: src/%.c $(BUILD)/%.o .clang-tidy
	@mkdir -p $(@D)
	@echo "TIDY $<"
	@clang-tidy --quiet $< -- $(ALL_CFLAGS) >$@.found 2>/dev/null || { cat $@.found; exit 1; }
	@touch $@

# Of compound literals between ? and : cppcheck can make nothing.
$(BUILD)/analysed/cppcheck: $(ANALYSED)
	@echo "CPPCHECK src"
	@cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
	  --suppress=internalAstError --suppress=unknownMacro -Isrc src
	@touch $@

## make check     static analysis, the include rule, formatting, shell scripts, banned functions
check:
	@if command -v clang-tidy >/dev/null && command -v cppcheck >/dev/null; then \
	  $(MAKE) --no-print-directory analyse; \
	else \
	  echo "skipped clang-tidy and cppcheck: bin/setup test installs them"; \
	fi
	@tests/check

## make verapdf   an independent check of the outputs, where veraPDF is installed (VERAPDF=COMMAND)
.PHONY: verapdf
verapdf: $(PROGRAM)
	@PEERPRESS=$(PROGRAM) tests/verapdf

## make docs      writes anew what docs/ has of the code and the grammar
docs:
	@mkdir -p $(BUILD)
	@for page in diagnostics limits conformance; do \
	  python3 docs/$$page.py >$(BUILD)/$$page.md && mv $(BUILD)/$$page.md docs/ || exit 1; \
	done
	@xsltproc --novalid -o docs/dataset.md stylesheets/progress/reference.xsl \
	  stylesheets/progress/progress.rng

## make install   installs the program and its manual below PREFIX (/usr/local)
PREFIX ?= /usr/local
install: build
	install -D -m 755 bin/peerpress $(DESTDIR)$(PREFIX)/bin/peerpress
	install -D -m 644 docs/peerpress.1 $(DESTDIR)$(PREFIX)/share/man/man1/peerpress.1

## make format    formats the C sources
format:
	@clang-format -i $$(git ls-files '*.c' '*.h')

## make clean     removes what was built and published
clean:
	rm -rf $(BUILD) out bin/peerpress

# Not those of what make books and make bench-tools fetch: other sources have files of that name.
-include $(shell find $(BUILD) -path $(BUILD)/books -prune -o -path $(BUILD)/bench/tools -prune -o -name '*.d' -print 2>/dev/null)
