package fix

import (
	"go/ast"
	"go/token"
	"go/version"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// A Patch is a fix in the making, of one file.
type Patch struct {
	pass  *analysis.Pass
	file  *ast.File
	edits []analysis.TextEdit
	added []string // the packages that it imports
}

// New begins a patch of the file around pos.
func New(pass *analysis.Pass, pos token.Pos) *Patch {
	return &Patch{pass: pass, file: File(pass, pos)}
}

// Insert puts lines after the end of a line.
func (p *Patch) Insert(at token.Pos, indent string, lines ...string) {
	var b strings.Builder
	for _, line := range lines {
		b.WriteString("\n" + indent + line)
	}
	p.Replace(at, at, b.String())
}

// InsertBefore puts lines before a statement that begins its line.
func (p *Patch) InsertBefore(s ast.Node, lines ...string) {
	indent := Indent(p.pass, s.Pos())
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(line + "\n" + indent)
	}
	p.Replace(s.Pos(), s.Pos(), b.String())
}

// Replace puts text in the place of what stands there.
func (p *Patch) Replace(pos, end token.Pos, text string) {
	p.edits = append(p.edits, analysis.TextEdit{Pos: pos, End: end, NewText: []byte(text)})
}

// Fix returns the patch as the one fix of a diagnostic.
func (p *Patch) Fix(message string) []analysis.SuggestedFix {
	slices.SortStableFunc(p.edits, func(a, b analysis.TextEdit) int { return int(a.Pos - b.Pos) })
	return []analysis.SuggestedFix{{Message: message, TextEdits: p.edits}}
}

// Supports reports whether the file may be written in the version of the language, as
// far as is known: what the standard library has since then can be used.
func (p *Patch) Supports(goVersion string) bool {
	v := p.pass.TypesInfo.FileVersions[p.file]
	if v == "" {
		v = p.pass.Pkg.GoVersion()
	}
	return v == "" || version.Compare(v, goVersion) >= 0
}

// Use returns the name of a package of the standard library at pos, and imports
// it if it is not; false if the name means something else there.
func (p *Patch) Use(pkg string, pos token.Pos) (name string, ok bool) {
	if name, ok := p.imported(pkg, pos); ok {
		return name, true
	}
	name = path.Base(pkg)
	if slices.Contains(p.added, pkg) {
		return name, true
	}
	if Named(p.pass, name, pos) != nil || p.isTaken(name) {
		return "", false
	}
	p.added = append(p.added, pkg)
	p.addImport(pkg)
	return name, true
}

// imported returns the name of a package at pos; false if the file does not import
// it, or the name means something else there.
func (p *Patch) imported(pkg string, pos token.Pos) (name string, ok bool) {
	for _, spec := range p.file.Imports {
		if path, err := strconv.Unquote(spec.Path.Value); err != nil || path != pkg {
			continue
		}
		obj := p.pass.TypesInfo.PkgNameOf(spec)
		if obj != nil && Named(p.pass, obj.Name(), pos) == obj {
			return obj.Name(), true
		}
	}
	return "", false
}

// isTaken reports whether the package or the file declares the name.
func (p *Patch) isTaken(name string) bool {
	if p.pass.Pkg.Scope().Lookup(name) != nil {
		return true
	}
	scope := p.pass.TypesInfo.Scopes[p.file]
	return scope == nil || scope.Lookup(name) != nil
}

// addImport adds an import where it belongs among those of the standard library.
func (p *Patch) addImport(pkg string) {
	quoted := strconv.Quote(pkg)
	var after *ast.ImportSpec // the last of the first group that comes before it
	var first *ast.GenDecl
	for _, d := range p.file.Decls {
		decl, ok := d.(*ast.GenDecl)
		if !ok || decl.Tok != token.IMPORT || isCgo(decl) {
			continue
		}
		first = decl
		break
	}
	switch {
	case first == nil:
		p.Replace(p.file.Name.End(), p.file.Name.End(), "\n\nimport "+quoted)
		return
	case !first.Lparen.IsValid():
		p.Replace(first.Pos(), first.Pos(), "import "+quoted+"\n")
		return
	}
	for _, s := range first.Specs {
		spec := s.(*ast.ImportSpec)
		if spec.Path.Value < quoted && (after == nil || p.isNextLine(after, spec)) {
			after = spec
		}
	}
	if after == nil {
		p.Replace(first.Lparen+1, first.Lparen+1, "\n\t"+quoted)
		return
	}
	p.Replace(after.End(), after.End(), "\n\t"+quoted)
}

// isNextLine reports whether spec stands right below the other.
func (p *Patch) isNextLine(above, spec *ast.ImportSpec) bool {
	tok := p.pass.Fset.File(spec.Pos())
	return tok.Line(above.Pos())+1 == tok.Line(spec.Pos())
}

func isCgo(decl *ast.GenDecl) bool {
	return slices.ContainsFunc(decl.Specs, func(s ast.Spec) bool {
		spec, ok := s.(*ast.ImportSpec)
		return ok && spec.Path.Value == `"C"`
	})
}

// Deferred returns the statement that defers others, line by line.
func Deferred(lines []string) []string {
	out := []string{"defer func() {"}
	for _, line := range lines {
		out = append(out, "\t"+line)
	}
	return append(out, "}()")
}

// Guarded returns the statement that runs others on a condition, line by line.
func Guarded(cond string, lines []string) []string {
	out := []string{"if " + cond + " {"}
	for _, line := range lines {
		out = append(out, "\t"+line)
	}
	return append(out, "}")
}
