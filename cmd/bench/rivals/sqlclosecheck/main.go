// Sqlclosecheck is github.com/ryanrolds/sqlclosecheck as a tool of go vet.
package main

import (
	"github.com/ryanrolds/sqlclosecheck/pkg/analyzer"
	"golang.org/x/tools/go/analysis/unitchecker"
)

func main() { unitchecker.Main(analyzer.NewAnalyzer()) }
