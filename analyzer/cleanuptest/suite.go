package cleanuptest

import (
	"fmt"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/cleanup"
	"github.com/leakvet/leakvet/analyzer/internal/obligation"
)

// A suite is what the methods of a testify suite do with its fields.
type suite struct {
	opened, closed map[string]map[types.Object]token.Pos // by method and field
}

// suites reports fields that are opened and closed at different times.
func suites(code *cleanup.Code) []obligation.Finding {
	byType := map[types.Object]*suite{}
	var order []types.Object
	for _, fn := range code.Roots() {
		recv := code.SuiteOf(fn)
		if recv == nil {
			continue
		}
		if byType[recv] == nil {
			byType[recv] = &suite{map[string]map[types.Object]token.Pos{}, map[string]map[types.Object]token.Pos{}}
			order = append(order, recv)
		}
		byType[recv].read(code, fn)
	}
	var found []obligation.Finding
	for _, recv := range order {
		found = append(found, byType[recv].findings()...)
	}
	return found
}

func (s *suite) read(code *cleanup.Code, fn *ssa.Function) {
	opened, closed := map[types.Object]token.Pos{}, map[types.Object]token.Pos{}
	for _, o := range code.Opens(fn) {
		for _, field := range code.FieldsOf(o) {
			opened[field] = o.Call.Pos()
		}
	}
	code.Calls(fn, true, func(call ssa.CallInstruction) {
		for _, v := range code.Released(call) {
			if field := code.FieldOf(v); field != nil {
				closed[field] = call.Pos()
			}
		}
	})
	s.opened[fn.Name()], s.closed[fn.Name()] = opened, closed
}

func (s *suite) findings() []obligation.Finding {
	var found []obligation.Finding
	for field, pos := range s.opened["SetupTest"] {
		once, ok := s.closed["TearDownSuite"][field]
		if ok && !s.releases(field, "TearDownTest", "AfterTest", "SetupTest") {
			found = append(found, obligation.Finding{
				Pos:     pos,
				Message: fmt.Sprintf("SetupTest opens %s for every test, and TearDownSuite closes the last one only: close it in TearDownTest", field.Name()),
				Related: []obligation.Related{{Pos: once, Message: "closed here, once"}},
			})
		}
	}
	for field, pos := range s.opened["SetupSuite"] {
		each, ok := s.closed["TearDownTest"][field]
		if _, again := s.opened["SetupTest"][field]; ok && !again {
			found = append(found, obligation.Finding{
				Pos:     each,
				Message: fmt.Sprintf("TearDownTest closes %s after the first test, and SetupSuite opens it only once: close it in TearDownSuite", field.Name()),
				Related: []obligation.Related{{Pos: pos, Message: "opened here, once"}},
			})
		}
	}
	return found
}

// releases reports whether one of the methods closes the field.
func (s *suite) releases(field types.Object, methods ...string) bool {
	for _, m := range methods {
		if _, ok := s.closed[m][field]; ok {
			return true
		}
	}
	return false
}
