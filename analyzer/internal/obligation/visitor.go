package obligation

import (
	"go/types"
	"slices"
	"strings"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// keepers begin the names of functions that keep a func for later.
var keepers = strings.Fields("Add Append Attach Bind Defer Handle Hook Install Listen Notify On Provide Push Register Schedule Set Subscribe Use Watch With")

// visits reports whether a function that cannot be seen is thought to call a func that
// it is given before it returns: both may fail, and there is nobody else whom the func
// could tell its error.
func visits(fn *types.Func, given types.Type) bool {
	if slices.ContainsFunc(keepers, func(name string) bool { return strings.HasPrefix(fn.Name(), name) }) {
		return false
	}
	sig, ok := given.Underlying().(*types.Signature)
	return ok && isOneError(sig.Results()) && isOneError(fn.Signature().Results())
}

func isOneError(results *types.Tuple) bool {
	return results.Len() == 1 && isErrorType(results.At(0).Type())
}

// leavesDuty reports whether a func, called on a path, leaves the duty as it is.
func (t *tracker) leavesDuty(m *flow.Machine, s *flow.State, a flow.Val) bool {
	if s.Mark.Status != live {
		return false
	}
	ends, ok := m.Try(s, a, a.Function(), nil)
	return ok && len(ends) > 0 && !slices.ContainsFunc(ends, func(e flow.Result) bool { return discharged(e.State) })
}
