package obligation

import (
	"fmt"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/cleanup"
	"github.com/leakvet/leakvet/analyzer/internal/contract"
)

// A scope is code that runs many times, in which a pool is opened.
type scope struct {
	fn     *ssa.Function // the handler, or the function with the loop
	often  string        // "for each request"
	varies func(ssa.Value) bool
}

// scopeFindings reports the pools that are opened in code that runs many times
// and are gone when it is over: one that is kept is opened for good.
func (p *pkg) scopeFindings() []Finding {
	var found []Finding
	for _, t := range p.trackers {
		if t.isShortLivedPool() && !p.isTestCode(t.site.call) {
			given := openedWith(t.site.call)
			found = append(found, p.scopeFinding(t.site.call, t.subject(p.source(t.site.call)), given, t.rounds)...)
		}
	}
	for _, fn := range p.funcs {
		anyInstr(fn, func(instr ssa.Instruction) bool {
			if call, ok := instr.(ssa.CallInstruction); ok && call.Pos().IsValid() {
				found = append(found, p.opensInside(call)...)
			}
			return false
		})
	}
	return found
}

// opensInside reports the call if the function that it calls opens a pool for
// itself, and the call stands in code that runs many times.
func (p *pkg) opensInside(call ssa.CallInstruction) []Finding {
	sum := p.commonCallee(call.Common()).sum
	if sum == nil || len(sum.Opens) == 0 || p.isTestCode(call) {
		return nil
	}
	o, args := sum.Opens[0], callArgs(call.Common())
	var given []ssa.Value
	for _, i := range o.With {
		if i < len(args) {
			given = append(given, args[i])
		}
	}
	return p.scopeFinding(call, "a pool ("+o.Type+")", given, o.Listed && p.comesBack(call))
}

// scopeFinding reports the call if it stands in code that runs many times. It
// is certain if what the pool is opened with is given the same every time;
// rounds says that a loop is known to come back to the call.
func (p *pkg) scopeFinding(call ssa.CallInstruction, subject string, given []ssa.Value, rounds bool) []Finding {
	sc := p.scopeOf(call, rounds)
	if sc == nil {
		return nil
	}
	src := p.source(call)
	f := Finding{Rule: "poolscope", Pos: src.pos, End: src.end}
	f.Message = fmt.Sprintf("%s is opened %s: each connects anew and limits only itself, and together they exhaust the server; open one and share it", subject, sc.often)
	f.Related = []Related{{Pos: sc.fn.Pos(), Message: "in this function"}}
	f.Strict = slices.ContainsFunc(given, func(a ssa.Value) bool { return p.dependsOn(a, sc.varies) || p.dependsOn(a, isScratch) })
	return []Finding{f}
}

// isShortLivedPool reports whether t follows a pool that the function opens and
// that does not outlive it: nobody keeps it, and it is not returned.
func (t *tracker) isShortLivedPool() bool {
	if t.res.class != contract.Pool || t.partial || t.handedOn || t.captured || len(t.kept) > 0 ||
		t.isTestServer() {
		return false
	}
	return !slices.ContainsFunc(t.outcomes, func(o outcome) bool { return len(o.results) > 0 || t.effectOf(o) == Takes })
}

// isTestServer reports whether t follows a server that is made for tests: it is
// as long-lived as a pool, and is none.
func (t *tracker) isTestServer() bool {
	return t.res.entry != nil && t.res.entry.Path() == "net/http/httptest"
}

// openedWith returns what a pool is opened with. A context is no part of that: it says
// how long it may take, and not what is opened.
func openedWith(call ssa.CallInstruction) []ssa.Value {
	return slices.DeleteFunc(slices.Clone(callArgs(call.Common())), func(a ssa.Value) bool { return cleanup.IsContext(a.Type()) })
}

// opens notes in the summary of fn that each of its calls opens a pool for
// itself, and with which of its arguments. Of several the one that depends on
// the fewest is noted: it is the likeliest to be the same each time.
func (p *pkg) opens(fn *ssa.Function, t *tracker, s *Summary) {
	if fn.Parent() != nil || isMain(fn) || isHandler(fn) || !t.isShortLivedPool() || p.isTestCode(t.site.call) {
		return
	}
	o, args := Opening{Type: t.res.typ, Listed: t.res.entry != nil}, openedWith(t.site.call)
	if slices.ContainsFunc(args, func(a ssa.Value) bool { return p.dependsOn(a, isScratch) }) {
		return
	}
	for i, param := range fn.Params {
		given := func(v ssa.Value) bool { return v == param }
		if slices.ContainsFunc(args, func(a ssa.Value) bool { return p.dependsOn(a, given) }) {
			o.With = append(o.With, i)
		}
	}
	if len(s.Opens) == 0 || len(o.With) < len(s.Opens[0].With) {
		s.Opens = []Opening{o}
	}
}

// scopeOf returns the code around the call that runs many times, or nil.
func (p *pkg) scopeOf(call ssa.CallInstruction, rounds bool) *scope {
	fn := call.Parent()
	if rounds {
		return &scope{fn, "in each round of a loop", p.inLoop(call.Block(), call)}
	}
	if _, ok := call.(*ssa.Go); ok && p.graphs.InCycle(call.Block()) {
		return &scope{fn, "in each goroutine that a loop starts", p.inLoop(call.Block(), call)}
	}
	for {
		if isHandler(fn) {
			return &scope{fn, "for each request", requestOf(fn)}
		}
		use := p.traces.useOf(fn)
		if use == nil {
			return nil
		}
		if p.isGoroutine(use, fn) && p.graphs.InCycle(use.Block()) {
			return &scope{use.Parent(), "in each goroutine that a loop starts", p.inLoop(use.Block(), call)}
		}
		if runsOnce(use) {
			return nil
		}
		if p.isPlainRound(use, fn) {
			return &scope{use.Parent(), "in each round of a loop", p.inLoop(use.Block(), call)}
		}
		fn = use.Parent()
	}
}

// isGoroutine reports whether the use of the closure fn is that it is run in a
// goroutine: by a go statement, or by a callee that starts one for it.
func (p *pkg) isGoroutine(use ssa.CallInstruction, fn *ssa.Function) bool {
	switch use.(type) {
	case *ssa.Go:
		return true
	case *ssa.Call:
		k := p.commonCallee(use.Common())
		return slices.ContainsFunc(argsOf(fn, use.Common()), k.spawns)
	}
	return false
}

// runsOnce reports whether a call runs the func that it is given a single time.
func runsOnce(call ssa.CallInstruction) bool {
	obj, _ := calledFunc(call.Common())
	return obj != nil && strings.Contains(obj.FullName(), "sync.Once")
}

// isPlainRound reports whether a loop calls the closure fn for all that it does
// in a round: there is no result by which it could try again.
func (p *pkg) isPlainRound(use ssa.CallInstruction, fn *ssa.Function) bool {
	return use.Common().StaticCallee() == fn && fn.Signature.Results().Len() == 0 && p.graphs.InCycle(use.Block())
}

// useOf returns the only call that calls the closure fn or is given it, or nil.
func (x *tracer) useOf(fn *ssa.Function) ssa.CallInstruction {
	var made ssa.Value = fn
	if mc := x.closures[fn]; mc != nil {
		made = mc
	}
	if fn.Parent() == nil || made.Referrers() == nil {
		return nil
	}
	var use ssa.CallInstruction
	for _, r := range *made.Referrers() {
		call, ok := r.(ssa.CallInstruction)
		if !ok || use != nil {
			return nil
		}
		use = call
	}
	return use
}

// requests are the types that a handler of requests gets, by their packages.
var requests = map[string][]string{
	"net/http":                            {"Request"},
	"github.com/gin-gonic/gin":            {"Context"},
	"github.com/labstack/echo":            {"Context"},
	"github.com/labstack/echo/v4":         {"Context"},
	"github.com/labstack/echo/v5":         {"Context"},
	"github.com/gofiber/fiber/v2":         {"Ctx"},
	"github.com/gofiber/fiber/v3":         {"Ctx"},
	"github.com/valyala/fasthttp":         {"RequestCtx"},
	"connectrpc.com/connect":              {"Request", "ServerStream", "BidiStream", "ClientStream"},
	"github.com/aws/aws-lambda-go/events": {"APIGatewayProxyRequest", "APIGatewayV2HTTPRequest"},
}

// isHandler reports whether fn is called once for every request: by its
// signature it handles HTTP, or is a method of a gRPC service.
func isHandler(fn *ssa.Function) bool {
	params := fn.Signature.Params()
	writes := fn.Signature.Results().Len() == 0
	for i := range params.Len() {
		t := params.At(i).Type()
		if isNamed(t, "net/http", "ResponseWriter") {
			writes = true
		}
		if named := namedOf(t); named != nil && named.Obj().Pkg() != nil &&
			slices.Contains(requests[named.Obj().Pkg().Path()], named.Obj().Name()) {
			return named.Obj().Pkg().Path() != "net/http" || hasParam(params, "net/http", "ResponseWriter")
		}
	}
	return fn.Signature.Recv() != nil && isRPC(fn.Signature) && (writes || fn.Signature.Results().Len() > 0)
}

// isRPC reports whether a method has the form of one of a gRPC service: it gets
// a message and returns one, or gets a server's stream.
func isRPC(sig *types.Signature) bool {
	params, results := sig.Params(), sig.Results()
	if n := params.Len(); n > 0 && hasMethod(params.At(n-1).Type(), "SetTrailer") && hasMethod(params.At(n-1).Type(), "SendMsg") {
		return results.Len() == 1 && endsInError(results)
	}
	return params.Len() == 2 && results.Len() == 2 && endsInError(results) &&
		cleanup.IsContext(params.At(0).Type()) &&
		hasMethod(params.At(1).Type(), "ProtoReflect") && hasMethod(results.At(0).Type(), "ProtoReflect")
}

func hasParam(params *types.Tuple, path, name string) bool {
	for i := range params.Len() {
		if isNamed(params.At(i).Type(), path, name) {
			return true
		}
	}
	return false
}

// isNamed reports whether t is, or points to, the named type of the package.
func isNamed(t types.Type, path, name string) bool {
	named := namedOf(t)
	return named != nil && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == path && named.Obj().Name() == name
}

// requestOf tells the parameters of a handler that differ from call to call.
func requestOf(handler *ssa.Function) func(ssa.Value) bool {
	return func(v ssa.Value) bool {
		param, ok := v.(*ssa.Parameter)
		return ok && param.Parent() == handler && !isReceiver(v)
	}
}

// inLoop tells the values that differ from round to round of the loop around b, in
// which the call opens a pool.
func (p *pkg) inLoop(b *ssa.BasicBlock, opening ssa.CallInstruction) func(ssa.Value) bool {
	return func(v ssa.Value) bool {
		instr, ok := v.(ssa.Instruction)
		if !ok || instr.Parent() != b.Parent() {
			return false
		}
		if a, ok := v.(*ssa.Alloc); ok {
			return p.isFilledInLoop(a, opening)
		}
		if !p.graphs.InCycle(instr.Block()) {
			return false
		}
		switch v := v.(type) {
		case *ssa.Phi, *ssa.Next, *ssa.Lookup, *ssa.Select:
			return true
		case *ssa.UnOp:
			return v.Op.String() == "<-"
		case *ssa.Call:
			return len(v.Call.Args) == 0 && !p.isOfLibrary(v, opening)
		}
		return false
	}
}

// isOfLibrary reports whether a function of the library that opens the pool is called,
// or of a package of it below that: what it returns, if it is given nothing, are the
// defaults, and no data source.
func (p *pkg) isOfLibrary(call *ssa.Call, opening ssa.CallInstruction) bool {
	fn := call.Call.StaticCallee()
	opener, _ := calledFunc(opening.Common())
	if fn == nil || fn.Object() == nil || fn.Object().Pkg() == nil || opener == nil || opener.Pkg() == nil {
		return false
	}
	library := opener.Pkg().Path()
	return p.index.Knows(library) && strings.HasPrefix(fn.Object().Pkg().Path()+"/", library+"/")
}

func isReceiver(v ssa.Value) bool {
	fn := v.Parent()
	return fn.Signature.Recv() != nil && len(fn.Params) > 0 && fn.Params[0] == v
}
