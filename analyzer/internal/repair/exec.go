package repair

import (
	"go/ast"
	"go/constant"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/leakvet/leakvet/analyzer/internal/cleanup"
	"github.com/leakvet/leakvet/analyzer/internal/fix"
)

// executes tells for the methods that ask for rows the one beside it that asks for
// none.
var executes = map[string]string{
	"Query": "Exec", "QueryContext": "ExecContext",
	"Queryx": "Exec", "QueryxContext": "ExecContext",
	"QueryRow": "Exec", "QueryRowContext": "ExecContext",
	"QueryRowx": "Exec", "QueryRowxContext": "ExecContext",
	"NamedQuery": "NamedExec", "NamedQueryContext": "NamedExecContext",
}

// useExec asks for no rows where nobody wants any:
//
//	db.Query("DELETE FROM jobs")         → db.Exec("DELETE FROM jobs")
//	_, err := db.Query("...")            → _, err := db.Exec("...")
//	_ = db.QueryRow("UPDATE jobs ...")   → _, _ = db.Exec("UPDATE jobs ...")
//
// A statement that reads is left alone: there are drivers that do not execute one.
func (l *Lost) useExec(d discard) []analysis.SuggestedFix {
	sel, ok := ast.Unparen(d.call.Fun).(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	name := executes[sel.Sel.Name]
	method, _ := l.object(sel.Sel).(*types.Func)
	exec := methodOf(l.Code.Pass.TypesInfo.TypeOf(sel.X), name, l.Code.Pass.Pkg)
	if name == "" || method == nil || exec == nil || !sameParams(method, exec) || l.reads(d.call) {
		return nil
	}
	p := fix.New(l.Code.Pass, d.call.Pos())
	p.Replace(sel.Sel.Pos(), sel.Sel.End(), name)
	if method.Signature().Results().Len() == 1 && d.blank != nil {
		p.Replace(d.blank.Pos(), d.blank.End(), "_, _")
	}
	return p.Fix("Use " + name)
}

// sameParams reports whether exec takes what query does, and returns two values
// of which the last is an error.
func sameParams(query, exec *types.Func) bool {
	q, e := query.Signature(), exec.Signature()
	return types.Identical(q.Params(), e.Params()) && q.Variadic() == e.Variadic() &&
		e.Results().Len() == 2 && cleanup.IsError(e.Results().At(1).Type())
}

// readers are the words by which statements begin that are about rows.
var readers = []string{"SELECT", "WITH", "VALUES", "TABLE", "SHOW", "DESCRIBE", "DESC", "EXPLAIN", "PRAGMA", "FETCH"}

// reads reports whether the text of the statement is known, and asks for rows.
func (l *Lost) reads(call *ast.CallExpr) bool {
	for _, a := range call.Args {
		v := l.Code.Pass.TypesInfo.Types[a].Value
		if v == nil || v.Kind() != constant.String {
			continue
		}
		words := strings.Fields(strings.ToUpper(constant.StringVal(v)))
		for _, r := range readers {
			if len(words) > 0 && strings.HasPrefix(strings.TrimLeft(words[0], "("), r) {
				return true
			}
		}
		return false
	}
	return false
}
