package repair

import (
	"go/ast"

	"golang.org/x/tools/go/analysis"

	"github.com/leakvet/leakvet/analyzer/internal/fix"
)

// releaseIfFailed releases what a call has handed out although it failed, where its error
// is looked at:
//
//	resp, err := client.Get(url)
//	if err != nil {
//		+ if resp != nil {
//		+ 	resp.Body.Close()
//		+ }
//		return err
//	}
func (l *Lost) releaseIfFailed(b binding, h held) []analysis.SuggestedFix {
	if h.check == nil || b.in != nil || b.choice != nil || !canBeNil(l.Code.Pass.TypesInfo.TypeOf(b.name)) {
		return nil
	}
	if l.mentions(h.check.Body, func(id *ast.Ident) bool { return l.object(id) == b.root }) {
		return nil // it is looked at there
	}
	failed, ok := l.inside(b, h.check.Body, h.from-1)
	if !ok {
		return nil
	}
	p := fix.New(l.Code.Pass, failed.at)
	c, ok := l.call(p, b.name, failed.at)
	if !ok || c.fails && l.mustTell(c) {
		return nil
	}
	p.Insert(failed.at, failed.indent, fix.Guarded(l.text(b.name)+" != nil", []string{c.text})...)
	return p.Fix("Call " + c.text + " if it is there")
}
