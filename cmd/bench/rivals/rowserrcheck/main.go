// Rowserrcheck is golangci's rowserrcheck as a tool of go vet.
package main

import (
	"github.com/golangci/rowserrcheck/passes/rowserr"
	"golang.org/x/tools/go/analysis/unitchecker"
)

func main() { unitchecker.Main(rowserr.NewAnalyzer("github.com/jmoiron/sqlx")) }
