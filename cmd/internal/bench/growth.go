package bench

import "math"

// A cost is what a cold run of a tool over a module takes.
type cost struct {
	standard, other float64 // kLOC, of the standard library and of all else
	cpu             float64 // seconds
}

// costs returns what a tool takes for each of the modules that it has run over.
func (r *Record) costs(tool string, modules []*Checkout) []cost {
	var all []cost
	for _, c := range modules {
		if v := r.median(c.Name, tool, Cold, cpu); !math.IsNaN(v) {
			all = append(all, cost{float64(c.Standard) / 1000, float64(c.Lines-c.Standard) / 1000, v})
		}
	}
	return all
}

// slope returns the exponent of the power of its size that a module costs, by the least
// squares of the logarithms: 1 if twice the code costs twice as much.
func slope(costs []cost, size func(cost) float64) float64 {
	var n, sx, sy, sxx, sxy float64
	for _, c := range costs {
		x, y := math.Log(size(c)), math.Log(c.cpu)
		n, sx, sy, sxx, sxy = n+1, sx+x, sy+y, sxx+x*x, sxy+x*y
	}
	return (n*sxy - sx*sy) / (n*sxx - sx*sx)
}

// The sizes of a module.
func withStandard(c cost) float64    { return c.standard + c.other }
func withoutStandard(c cost) float64 { return c.other }

// A price is what each 1,000 lines cost, in seconds, if modules cost the sum.
type price struct {
	standard, other float64
	off             float64 // the largest error for any module, as a part of its cost
}

// prices fits a price to the costs, by the least squares of the relative errors.
func prices(costs []cost) price {
	var ss, so, oo, s, o float64
	for _, c := range costs {
		x, y := c.standard/c.cpu, c.other/c.cpu
		ss, so, oo, s, o = ss+x*x, so+x*y, oo+y*y, s+x, o+y
	}
	det := ss*oo - so*so
	p := price{standard: (s*oo - o*so) / det, other: (o*ss - s*so) / det}
	for _, c := range costs {
		p.off = max(p.off, math.Abs(p.of(c)/c.cpu-1))
	}
	return p
}

func (p price) of(c cost) float64 { return p.standard*c.standard + p.other*c.other }

// steps returns what 1,000 more lines cost from each module to the next, in seconds. Both
// import the same of the standard library.
func steps(costs []cost) []float64 {
	var all []float64
	for i, c := range costs[1:] {
		all = append(all, (c.cpu-costs[i].cpu)/(c.other-costs[i].other))
	}
	return all
}
