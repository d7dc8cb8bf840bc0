package obligation

import "golang.org/x/tools/go/analysis"

// NoteCategory marks a diagnostic that says where the analysis gave up, for -explain.
const NoteCategory = "explain"

// NewNotes returns the analyzer that lets the engine's notes travel with the
// findings, so that -explain is answered from the go command's cache like
// everything else. It is no rule, and reports nothing unless asked to, but for crashes.
func NewNotes(engine *analysis.Analyzer) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:     "notes",
		Doc:      "notes: with -explain, say where the analysis gave up",
		Requires: []*analysis.Analyzer{engine},
		Run: func(pass *analysis.Pass) (any, error) {
			result := pass.ResultOf[engine].(*Result)
			for _, note := range result.Notes {
				note.report(pass, result.Options)
			}
			return nil, nil
		},
	}
}
