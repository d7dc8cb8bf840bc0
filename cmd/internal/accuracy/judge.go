package accuracy

import "slices"

// A Verdict says what the tool made of one case. The lists hold everything that
// was reported in the case's function, whatever the rule.
type Verdict struct {
	ID     string `json:"id"`
	Kind   string `json:"kind"`
	Area   string `json:"area,omitempty"`
	Parent Side   `json:"parent"`
	Fix    Side   `json:"fix"`

	// Found: a fitting rule reports in the function, or at the acquire.
	Found bool `json:"found"`
	// Near: that report is at most a few lines from the acquire.
	Near bool `json:"near"`
	// Silent: Found, and the fix has no such report (rule, function, variable).
	Silent bool `json:"silent"`
	// Fewer: Found, and the fix has fewer such reports. Several faults of one
	// function often concern variables of the same name, and a fix need not
	// mend them all.
	Fewer bool `json:"fewer"`
}

// A Side is what the tool did with one of the two commits.
type Side struct {
	// Skipped tells why there is no result: the code does not load or
	// type-check, mostly. Empty if it does.
	Skipped string       `json:"skipped,omitempty"`
	Reports []Diagnostic `json:"reports,omitempty"`

	place Place // zero if the function is not there (any more)
	all   []Diagnostic
}

// slack is how many lines a report may stand from the labelled one.
const slack = 3

// judge decides what the two runs say about the case.
func judge(c Case, parent, fix Side) Verdict {
	v := Verdict{ID: c.ID, Kind: c.Kind, Area: c.Area, Parent: parent.inFunction(), Fix: fix.inFunction()}
	if parent.Skipped != "" {
		return v
	}
	hit, ok := pick(c, parent)
	if !ok {
		return v
	}
	v.Found, v.Near = true, near(c, hit)
	if fix.Skipped != "" {
		return v
	}
	// Where the function is gone, or the report was not in it, the package is
	// all there is to compare.
	whole := fix.place == (Place{}) || !parent.place.contains(hit)
	before, after := count(parent, hit, whole), count(fix, hit, whole)
	v.Silent, v.Fewer = after == 0, after < before
	return v
}

// pick chooses, of the fitting reports, the nearest to the acquire.
func pick(c Case, s Side) (Diagnostic, bool) {
	var best Diagnostic
	found := false
	for _, d := range s.all {
		if !slices.Contains(Rules(c.Kind), d.Rule) || !s.place.contains(d) && !near(c, d) {
			continue
		}
		if !found || distance(c, d) < distance(c, best) {
			best, found = d, true
		}
	}
	return best, found
}

func near(c Case, d Diagnostic) bool { return d.File == c.File && distance(c, d) <= slack }

func distance(c Case, d Diagnostic) int { return max(d.Line-c.AcquireLine, c.AcquireLine-d.Line) }

// count counts the reports of the same rule on the same variable in the
// function or the whole package.
func count(s Side, like Diagnostic, whole bool) int {
	n := 0
	for _, d := range s.all {
		if d.Rule == like.Rule && d.variable() == like.variable() && (whole || s.place.contains(d)) {
			n++
		}
	}
	return n
}

func (s Side) inFunction() Side {
	for _, d := range s.all {
		if s.place.contains(d) {
			s.Reports = append(s.Reports, d)
		}
	}
	return s
}
