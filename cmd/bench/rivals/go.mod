// The tools that cmd/bench measures leakvet against: a module of its own, so that
// leakvet does not depend on them.
module github.com/leakvet/leakvet/cmd/bench/rivals

go 1.26.0

require (
	github.com/golangci/rowserrcheck v0.0.0-20261005233414-e0740d52dee8
	github.com/ryanrolds/sqlclosecheck v0.6.0
	github.com/timakin/bodyclose v0.0.0-20260723120731-857993a2939c
	go.uber.org/nilaway v0.0.0-20260918162853-acb8859b9031
	golang.org/x/tools v0.52.0
)

require (
	github.com/gostaticanalysis/analysisutil v0.7.1 // indirect
	github.com/gostaticanalysis/comment v1.4.2 // indirect
	github.com/klauspost/compress v1.20.0 // indirect
	golang.org/x/exp/typeparams v0.0.0-20260908205506-85c1c2202aba // indirect
	golang.org/x/sync v0.24.0 // indirect
	golang.org/x/tools/go/packages/packagestest v0.1.1-deprecated // indirect
)
