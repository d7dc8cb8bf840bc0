package bench

import (
	"fmt"
	"io"
	"math"
	"strings"
)

// WriteTables writes the figures as tables in Markdown.
func (r *Record) WriteTables(w io.Writer) {
	fmt.Fprintf(w, "%s; %s. %d runs in %s.\n\n", r.Machine, r.Versions, len(r.Measures), r.Total().Round(1e9))
	if len(r.originals()) > 0 {
		r.writeFigures(w)
	}
	if r.tellsGrowth(r.foreign()) {
		r.writeGrowth(w)
	}
	if r.tellsGrowth(r.copies()) {
		r.writeCopies(w)
	}
}

// enoughToGrow is the number of modules that say how cost grows: two fit any two prices.
const enoughToGrow = 3

// writeFigures writes what the tools take for each module.
func (r *Record) writeFigures(w io.Writer) {
	r.writeModules(w)
	fmt.Fprintf(w, "\n**Cold**: CPU seconds of the whole run, and how many times those of `%s`.\n\n", Noop)
	r.writeTools(w, func(module, tool string) string {
		v := r.median(module, tool, Cold, cpu)
		return fmt.Sprintf("%.1f (%.2f)", v, v/r.median(module, Noop, Cold, cpu))
	})
	fmt.Fprintf(w, "\n**Warm**: CPU seconds of a run when nothing has changed.\n\n")
	r.writeTools(w, func(module, tool string) string { return fmt.Sprintf("%.2f", r.median(module, tool, Warm, cpu)) })
	fmt.Fprintf(w, "\n**Edit**: seconds until the answer for one package that has changed.\n\n")
	r.writeTools(w, func(module, tool string) string { return fmt.Sprintf("%.2f", r.median(module, tool, Edit, wall)) })
	fmt.Fprintf(w, "\n**Memory**: megabytes of the largest process of a cold run.\n\n")
	r.writeTools(w, func(module, tool string) string { return fmt.Sprintf("%.0f", r.median(module, tool, Cold, rss)) })
	fmt.Fprintf(w, "\nOver all modules leakvet takes %.2f times the CPU of `%s`, cold.", r.Ratio(), Noop)
	fmt.Fprintln(w)
}

func (r *Record) tellsGrowth(modules []*Checkout) bool {
	return len(r.costs(Leakvet, modules)) >= enoughToGrow && len(r.costs(Noop, modules)) >= enoughToGrow
}

// writeGrowth writes how the cost of the tools that have run everywhere grows with size.
func (r *Record) writeGrowth(w io.Writer) {
	fmt.Fprint(w, "\n**Growth**: the power of the size by which a cold run's CPU grows, and what 1,000 lines cost.\n\n")
	fmt.Fprint(w, "| tool | of all lines | without the standard library | ms for each kLOC of it | ms for each other kLOC | off by at most |\n")
	fmt.Fprint(w, "|---|---|---|---|---|---|\n")
	for _, tool := range []string{Leakvet, Noop} {
		costs := r.costs(tool, r.foreign())
		p := prices(costs)
		fmt.Fprintf(w, "| %s | %.2f | %.2f | %.1f | %.1f | %.0f %% |\n", tool, slope(costs, withStandard), slope(costs, withoutStandard),
			1000*p.standard, 1000*p.other, 100*p.off)
	}
}

// writeCopies writes how the cost of the tools grows with the number of copies of the
// same code.
func (r *Record) writeCopies(w io.Writer) {
	fmt.Fprint(w, "\n**The same code again**: CPU seconds of a cold run over copies of one module, and what 1,000 more lines cost from each to the next.\n\n")
	fmt.Fprint(w, "| tool |")
	for _, c := range r.copies() {
		fmt.Fprintf(w, " %d × %.0f kLOC |", c.Copies, float64(c.Lines-c.Standard)/1000/float64(c.Copies))
	}
	fmt.Fprintf(w, " ms for each kLOC more |\n|---|%s---|\n", strings.Repeat("---|", len(r.copies())))
	for _, tool := range []string{Leakvet, Noop} {
		costs := r.costs(tool, r.copies())
		fmt.Fprintf(w, "| %s |", tool)
		for _, c := range costs {
			fmt.Fprintf(w, " %.1f |", c.cpu)
		}
		var prices []string
		for _, step := range steps(costs) {
			prices = append(prices, fmt.Sprintf("%.1f", 1000*step))
		}
		fmt.Fprintf(w, " %s |\n", strings.Join(prices, ", "))
	}
}

func (r *Record) writeModules(w io.Writer) {
	fmt.Fprintf(w, "| module | version | packages | kLOC | of these std | kLOC/s with leakvet, cold |\n|---|---|---|---|---|---|\n")
	for _, c := range r.originals() {
		kloc := float64(c.Lines) / 1000
		fmt.Fprintf(w, "| %s | %s | %d | %.0f | %.0f | %.0f |\n", c.Path, c.Version, c.Packages, kloc, float64(c.Standard)/1000,
			kloc/r.median(c.Name, Leakvet, Cold, wall))
	}
}

// writeTools writes a table with a row for each tool, and a column for each module.
func (r *Record) writeTools(w io.Writer, cell func(module, tool string) string) {
	modules := r.originals()
	fmt.Fprint(w, "| tool |")
	for _, c := range modules {
		fmt.Fprintf(w, " %s |", c.Name)
	}
	fmt.Fprintf(w, "\n|---|%s\n", strings.Repeat("---|", len(modules)))
	for _, tool := range r.tools() {
		fmt.Fprintf(w, "| %s |", tool)
		for _, c := range modules {
			text := cell(c.Name, tool)
			if strings.Contains(text, fmt.Sprint(math.NaN())) {
				text = ""
			}
			fmt.Fprintf(w, " %s |", text)
		}
		fmt.Fprintln(w)
	}
}
