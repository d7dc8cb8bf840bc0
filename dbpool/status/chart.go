package status

import (
	"fmt"
	"html/template"
	"strings"
	"time"
)

// The chart's size, in its own units.
const (
	chartWidth  = 600 // two for each sample
	chartHeight = 100
)

// A chart is the history of a pool as the points of SVG polygons and lines.
type chart struct {
	Width, Height int
	Top           int     // the number at the upper edge
	LimitY        float64 // the height of the pool's limit
	InUse         string  // an area
	Open          string  // an area, of what is in use and what is idle
	Waiting       string  // a line
	Peak          int     // the most in use
	PeakWaiting   int
}

// draw makes the chart of a pool. The right edge is now.
func draw(p Pool) chart {
	c := chart{Width: chartWidth, Height: chartHeight, Top: max(p.Limit, 1)}
	for _, s := range p.History {
		c.Top = max(c.Top, s.InUse+s.Idle, s.Waiting)
		c.Peak = max(c.Peak, s.InUse)
		c.PeakWaiting = max(c.PeakWaiting, s.Waiting)
	}
	c.LimitY = c.y(p.Limit)
	c.InUse = c.area(p.History, func(s Sample) int { return s.InUse })
	c.Open = c.area(p.History, func(s Sample) int { return s.InUse + s.Idle })
	c.Waiting = c.line(p.History, func(s Sample) int { return s.Waiting })
	return c
}

func (c chart) y(n int) float64 {
	return chartHeight - float64(n)/float64(c.Top)*chartHeight
}

// x is where the i-th of n samples is.
func (c chart) x(i, n int) float64 {
	return chartWidth - float64(n-1-i)*chartWidth/(sampleCount-1)
}

func (c chart) line(samples []Sample, value func(Sample) int) string {
	var points strings.Builder
	for i, s := range samples {
		fmt.Fprintf(&points, "%.1f,%.1f ", c.x(i, len(samples)), c.y(value(s)))
	}
	return points.String()
}

// area is the line, closed along the lower edge.
func (c chart) area(samples []Sample, value func(Sample) int) string {
	if len(samples) == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f,%d %s%d,%d", c.x(0, len(samples)), chartHeight, c.line(samples, value), chartWidth, chartHeight)
}

// functions are those of the page's template.
var functions = template.FuncMap{
	"chart":   draw,
	"seconds": seconds,
	"clock":   func(t time.Time) string { return t.Format("15:04:05") },
	"old":     func(h Holder) bool { return h.AgeSeconds >= oldSeconds },
	"by":      by,
}

// oldSeconds is the age from which the page points at a holder.
const oldSeconds = 10

// seconds writes a duration as people say it.
func seconds(s float64) string {
	d := time.Duration(s * float64(time.Second))
	switch {
	case d >= time.Minute:
		return d.Round(time.Second).String()
	case d >= time.Second:
		return d.Round(100 * time.Millisecond).String()
	}
	return d.Round(time.Millisecond).String()
}

// by says in short who opened a holder.
func by(h Holder) string {
	if len(h.Stack) == 0 {
		return ""
	}
	return h.Stack[0].String()
}
