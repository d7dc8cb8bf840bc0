package analyzer

import "strings"

// A Severity says how bad it is what a rule finds.
type Severity string

// The severities.
const (
	Error   Severity = "error"   // a leak, a deadlock, a use of what is gone
	Warning Severity = "warning" // cleanup that does not tell, or does not always come to pass
)

// A Rule is what is known of a rule. How its findings were judged is told in
// docs/accuracy.md.
type Rule struct {
	Name      string
	Severity  Severity
	Precision string // of its findings in other people's code: very-high, high or medium; medium if few were read
	Profiles  string // in which profiles it reports: default, strict, or default+ if strict adds to it
	Fixes     bool   // whether it suggests fixes
	Summary   string // what it does, a verb phrase
	Manual    string
	URL       string // where the manual can be read
}

// catalog holds what the manuals do not tell.
var catalog = map[string]Rule{
	"afterclose":    {Severity: Error, Precision: "medium", Profiles: "default", Fixes: true},
	"cleanupctx":    {Severity: Error, Precision: "high", Profiles: "default+", Fixes: true},
	"cleanuperr":    {Severity: Warning, Precision: "very-high", Profiles: "default+", Fixes: true},
	"cleanupexit":   {Severity: Warning, Precision: "very-high", Profiles: "default+"},
	"cleanuporder":  {Severity: Error, Precision: "medium", Profiles: "default"},
	"cleanupretry":  {Severity: Warning, Precision: "very-high", Profiles: "default", Fixes: true},
	"cleanupstatus": {Severity: Warning, Precision: "high", Profiles: "default+"},
	"cleanuptest":   {Severity: Error, Precision: "medium", Profiles: "default", Fixes: true},
	"deferloop":     {Severity: Error, Precision: "very-high", Profiles: "default", Fixes: true},
	"directive":     {Severity: Warning, Precision: "very-high", Profiles: "default"},
	"poolconfig":    {Severity: Warning, Precision: "medium", Profiles: "strict"},
	"poolnest":      {Severity: Error, Precision: "medium", Profiles: "default+"},
	"poolscope":     {Severity: Error, Precision: "medium", Profiles: "default+"},
	"rowserr":       {Severity: Error, Precision: "very-high", Profiles: "default+", Fixes: true},
	"unclosed":      {Severity: Error, Precision: "high", Profiles: "default+", Fixes: true},
	"undeferred":    {Severity: Warning, Precision: "very-high", Profiles: "default+", Fixes: true},
	"undisposed":    {Severity: Error, Precision: "very-high", Profiles: "default+", Fixes: true},
}

// Catalog returns what is known of all rules, in alphabetical order.
func Catalog() []Rule {
	var all []Rule
	for _, a := range Rules() {
		rule := catalog[a.Name]
		summary, _, _ := strings.Cut(strings.TrimPrefix(a.Doc, a.Name+": "), "\n")
		rule.Name, rule.Summary, rule.Manual, rule.URL = a.Name, summary, a.Doc, a.URL
		all = append(all, rule)
	}
	return all
}
