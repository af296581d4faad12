.PHONY: test race lint build-all generate golden conformance bench bench-compare check

platforms = linux/amd64 linux/arm64 darwin/arm64 windows/amd64 freebsd/amd64 js/wasm

test:
	go test ./...

race:
	go test -race ./...

lint:
	test -z "$$(gofmt -l . | tee /dev/stderr)"
	go vet ./...
	go tool staticcheck ./...

build-all:
	for p in $(platforms); do CGO_ENABLED=0 GOOS=$${p%/*} GOARCH=$${p#*/} go build ./... || exit; done

generate:
	go generate ./internal/engine/cpu/... ./internal/roof

# Records the golden files anew from Keras.
golden:
	scripts/venv
	.venv/bin/python testdata/record.py

# Passes models to Keras and back.
conformance:
	scripts/venv
	.venv/bin/python conformance/roundtrip.py
	.venv/bin/python conformance/formats.py
	.venv/bin/python conformance/transcript.py
	.venv/bin/python conformance/verbs.py
	.venv/bin/python conformance/random_models.py 0 12

# Measures training and prediction here and with everything else, one after the
# other, how costs grow, and the kernels. Takes an idle machine and some 30 minutes.
bench:
	scripts/venv-bench
	go run ./bench compare
	go run ./bench files
	go run ./bench growth
	go run ./bench kernels

# Compares the benchmarks of kernels and engine with those at a commit:
#   make bench-compare REF=HEAD~3
bench-compare:
	scripts/bench-compare $(REF)

# What CI runs.
check:
	bash .ci/run
