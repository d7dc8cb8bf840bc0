package bench

import (
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"math"
	"slices"
	"strings"
)

//go:embed plot.svg.tmpl
var plotText string

var plotTemplate = template.Must(template.New("plot").Parse(plotText))

// A plot has logarithmic axes: kLOC to the right, CPU seconds upwards.
type plot struct {
	Width, Height int
	X, Y          axis
	XTicks        []tick
	YTicks        []tick
	Curves        []curve
}

// An axis puts figures at places.
type axis struct{ from, to, Start, End float64 }

func (a axis) at(v float64) float64 {
	return a.Start + (a.End-a.Start)*math.Log10(v/a.from)/math.Log10(a.to/a.from)
}

// ticks are at the powers of ten.
func (a axis) ticks() []tick {
	var all []tick
	for v := a.from; v <= a.to*1.001; v *= 10 {
		all = append(all, tick{a.at(v), fmt.Sprint(v)})
	}
	return all
}

type tick struct {
	At   float64
	Text string
}

type curve struct {
	Name, Colour string
	Points       []point
}

// Last is where the curve's name stands.
func (c curve) Last() point { return c.Points[len(c.Points)-1] }

type point struct{ X, Y float64 }

var colours = strings.Fields("#d62728 #7f7f7f #1f77b4 #2ca02c #9467bd #8c564b #e377c2")

// WritePlot writes an SVG of what a cold run costs by the size of the code.
func (r *Record) WritePlot(w io.Writer) error {
	p := plot{
		Width: 760, Height: 460,
		X: axis{from: 10, to: 10_000, Start: 60, End: 620},
		Y: axis{from: 0.1, to: 1000, Start: 410, End: 20},
	}
	p.XTicks, p.YTicks = p.X.ticks(), p.Y.ticks()
	modules := slices.SortedFunc(slices.Values(r.foreign()), func(a, b *Checkout) int { return cmp.Compare(a.Lines, b.Lines) })
	for i, tool := range r.tools() {
		c := curve{Name: tool, Colour: colours[i%len(colours)]}
		for _, m := range modules {
			if v := r.median(m.Name, tool, Cold, cpu); v > 0 {
				c.Points = append(c.Points, point{p.X.at(float64(m.Lines) / 1000), p.Y.at(v)})
			}
		}
		if len(c.Points) > 0 {
			p.Curves = append(p.Curves, c)
		}
	}
	return plotTemplate.Execute(w, p)
}
