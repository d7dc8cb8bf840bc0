package robust

import (
	"math"
	"runtime"
	"time"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer"
)

// Budget is how many bytes the analysis of one function may allocate, whatever is in
// it. Most are free again long before the last are allocated.
const Budget = 2 << 30

// A Cost is what it costs to analyse a program.
type Cost struct {
	Bytes     int           // of its source
	CPU       time.Duration // of the analysis, without parsing and type-checking
	SSA       time.Duration // of bringing the package into SSA form and no more: the part of that which is not ours
	Mallocs   uint64        // how many objects are allocated
	Allocated uint64        // and their bytes: more than the memory in use at any time
	*Outcome
}

// Measure analyses a single file. Nothing else may run in the process meanwhile.
func (l *Library) Measure(src []byte) (*Cost, error) {
	p, err := l.File("monster.go", src)
	if err != nil {
		return nil, err
	}
	built := buildSSA(p)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := cpuTime()
	outcome, err := Run([]*packages.Package{p}, analyzer.Strict, 1)
	if err != nil {
		return nil, err
	}
	used := cpuTime() - start
	runtime.ReadMemStats(&after)
	return &Cost{len(src), used, built, after.Mallocs - before.Mallocs, after.TotalAlloc - before.TotalAlloc, outcome}, nil
}

// buildSSA returns what it costs to bring a package into SSA form as the engine does.
func buildSSA(p *packages.Package) time.Duration {
	prog := ssa.NewProgram(p.Fset, ssa.BuildSerially|ssa.BareInits)
	for _, imp := range p.Types.Imports() {
		prog.CreatePackage(imp, nil, nil, true)
	}
	runtime.GC()
	start := cpuTime()
	prog.CreatePackage(p.Types, p.Syntax, p.TypesInfo, false).Build()
	return cpuTime() - start
}

// Slope returns the power of the size with which a cost grows from one program to a
// larger one: 1 if it is linear, 2 if it is quadratic.
func Slope(small, large *Cost, of func(*Cost) float64) float64 {
	return math.Log(of(large)/of(small)) / math.Log(float64(large.Bytes)/float64(small.Bytes))
}
