// Nilaway is go.uber.org/nilaway as a tool of go vet: an analysis of whole programs, for
// comparison.
package main

import (
	"go.uber.org/nilaway"
	"golang.org/x/tools/go/analysis/unitchecker"
)

func main() { unitchecker.Main(nilaway.Analyzer) }
