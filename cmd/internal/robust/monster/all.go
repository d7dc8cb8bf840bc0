package monster

import (
	"slices"
)

// All returns every family, those about one function first.
func All() []Monster {
	return slices.Concat(branching(), holding(), nesting(), calling(), declaring())
}

// branching are functions with many ways through them.
func branching() []Monster {
	return []Monster{
		repeated("branches", 10000, "if cond() { use(#) }\n"),
		repeated("branches that leave", 10000, "if cond() { x.Close(); return nil }\n"),
		repeated("branches that leak", 5000, "if cond() { return nil }\n"),
		repeated("checked errors", 5000, "if err := fails(); err != nil { return errors.Join(err, x.Close()) }\n"),
		repeated("else", 10000, "if num() > # { use(#) } else { use(x) }\n"),
		repeated("conditions", 5000, "if num() > # && cond() || num() < # { use(#) }\n"),
		{"flags", 2000, func(n int) string {
			return opened(repeat(n, "b# := cond(); if b# { use(#) }\n") + "use()\n" + repeat(n, "if b# { use(#) }\n"))
		}},
		{"variables", 5000, func(n int) string {
			return opened(repeat(n, "v# := 0; if cond() { v# = num() }\n") + repeat(n, "use(v#)\n"))
		}},
		{"one variable", 5000, func(n int) string {
			return opened("v := 0\n" + repeat(n, "if cond() { v = # }\n") + "use(v)\n")
		}},
		{"cases", 5000, func(n int) string { return opened("switch num() {\n" + repeat(n, "case #: use(#)\n") + "}\n") }},
		{"cases that acquire", 2000, func(n int) string {
			return opened("switch num() {\n" + repeat(n, "case #:\n y, err := os.Create(\"#\"); if err != nil { x.Close(); return err }; y.Close()\n") + "}\n")
		}},
		{"cases that choose", 5000, func(n int) string {
			return opened("v := 0\nswitch num() {\n" + repeat(n, "case #: v = # + 1000\n") + "}\nif v == 7 { use(v) }\n")
		}},
		{"types", 2000, func(n int) string {
			return repeat(n, "type t# struct{ f *os.File }\n") + "func g(v any) {\nswitch v := v.(type) {\n" + repeat(n, "case *t#: v.f.Close()\n") + "}\n}\n"
		}},
		{"select", 2000, func(n int) string {
			return opened("var c [1]chan int\nselect {\n" + repeat(n, "case <-c[0]: use(#)\n") + "}\n")
		}},
		{"gotos", 2000, func(n int) string {
			return opened(repeat(n, "l#: if cond() { goto l@ }\nuse(#)\nif num() == # { goto l0 }\n") + "l" + last(n) + ":\n")
		}},
		repeated("loops", 5000, "for cond() { if cond() { continue }; use(#) }\n"),
		repeated("ranges", 2000, "for i := range os.Args { if i > # { break } }\n"),
	}
}

// holding are functions with many resources.
func holding() []Monster {
	return []Monster{
		{"acquires", 2000, func(n int) string {
			return "func g() error {\n" + repeat(n, "x#, err := os.Open(\"#\"); if err != nil { return err }\ndefer x#.Close()\n") + "return nil\n}\n"
		}},
		{"acquires that leak", 2000, func(n int) string {
			return "func g() error {\n" + repeat(n, "x#, err := os.Open(\"#\"); if err != nil { return err }\nx#.Name()\n") + "return nil\n}\n"
		}},
		{"acquires in turn", 2000, func(n int) string {
			return "func g() error {\n" + repeat(n, "x#, err := os.Open(\"#\"); if err != nil { return err }\nif err := x#.Close(); err != nil { return err }\n") + "return nil\n}\n"
		}},
		{"acquires closed at the end", 1000, func(n int) string {
			return "func g() {\n" + repeat(n, "x#, _ := os.Open(\"#\")\n") + repeat(n, "x#.Close()\n") + "}\n"
		}},
		{"queries", 1000, func(n int) string {
			return "func g(ctx context.Context, db *sql.DB) error {\n" + repeat(n, "rows#, err := db.QueryContext(ctx, \"#\"); if err != nil { return err }\nfor rows#.Next() { var v int; if err := rows#.Scan(&v); err != nil { rows#.Close(); return err }; use(v) }\nif err := rows#.Err(); err != nil { return err }\n") + "return nil\n}\n"
		}},
		{"statements of a transaction", 1000, func(n int) string {
			return "func g(ctx context.Context, db *sql.DB) error {\ntx, err := db.BeginTx(ctx, nil); if err != nil { return err }\ndefer tx.Rollback()\n" +
				repeat(n, "if _, err := tx.ExecContext(ctx, \"#\"); err != nil { return err }\n") + "return tx.Commit()\n}\n"
		}},
		{"one variable for all", 2000, func(n int) string {
			return "func g() (err error) {\nvar x *os.File\n" + repeat(n, "x, err = os.Open(\"#\"); if err != nil { return err }\nuse(x); x.Close()\n") + "return nil\n}\n"
		}},
		{"gathered", 2000, func(n int) string {
			return "func g() {\nvar all []*os.File\n" + repeat(n, "x#, err := os.Open(\"#\"); if err == nil { all = append(all, x#) }\n") + "for _, x := range all { x.Close() }\n}\n"
		}},
		repeated("defers", 1000, "defer use(#)\n"),
		repeated("defers of the file", 1000, "if cond() { defer x.Name() }\n"),
		repeated("deferred literals", 1000, "defer func() { if err != nil { use(#) } }()\n"),
		repeated("literals", 1000, "func() { x.Name(); use(#) }()\n"),
		repeated("goroutines", 1000, "go func() { x.Name(); use(#) }()\n"),
		repeated("uses", 10000, "x.Name()\n"),
		repeated("deletions", 1000, "if err := os.Remove(\"#\"); err != nil { use(err) }\n"),
		repeated("exits", 1000, "if cond() { os.Exit(#) }\n"),
	}
}

// nesting are deep programs.
func nesting() []Monster {
	return []Monster{
		{"blocks in blocks", 5000, func(n int) string { return opened(nest(n, "{\n", "use(x)\n", "}\n")) }},
		{"branches in branches", 2000, func(n int) string { return opened(nest(n, "if cond() {\n", "use(x)\n", "}\n")) }},
		{"branches in else", 2000, func(n int) string { return opened(nest(n, "if num() == # { use(#) } else {\n", "use(x)\n", "}\n")) }},
		{"loops in loops", 500, func(n int) string { return opened(nest(n, "for cond() {\n", "use(x)\n", "}\n")) }},
		{"literals in literals", 200, func(n int) string { return opened(nest(n, "func() {\n", "use(x)\n", "}()\n")) }},
		{"deferred in deferred", 200, func(n int) string { return opened(nest(n, "defer func() {\n", "use(x)\n", "}()\n")) }},
		{"acquires in branches", 500, func(n int) string {
			return "func g() {\n" + nest(n, "if x#, err := os.Open(\"#\"); err == nil {\ndefer x#.Close()\n", "", "}\n") + "}\n"
		}},
		{"sums", 2000, func(n int) string { return opened("use(0" + nest(n, "+(num()", "", ")") + ")\n") }},
		{"conjunctions", 2000, func(n int) string { return opened("if cond()" + repeat(n, " && num() != #") + " { use(x) }\n") }},
		{"calls in calls", 1000, func(n int) string {
			return "func id(x *os.File) *os.File { return x }\n" + opened("use("+nest(n, "id(", "x", ")")+")\n")
		}},
		{"a chain of calls", 1000, func(n int) string {
			return "type b struct{ f *os.File }\nfunc (x *b) set(int) *b { return x }\nfunc g(x *b) {\nx" + repeat(n, ".set(#)") + ".f.Close()\n}\n"
		}},
		{"pointers to pointers", 500, func(n int) string {
			return "func g(x " + nest(n, "*", "os.File", "") + ") { use(x) }\n"
		}},
		{"structs in structs", 200, func(n int) string {
			return "type s " + nest(n, "struct { f# *os.File; s ", "int", "}") + "\nfunc (x *s) Close() { x.f0.Close() }\nfunc g(x s) { y := x; use(y) }\n"
		}},
		{"types in types", 500, func(n int) string {
			return "type t0 struct{ f *os.File }\n" + repeat(n, "type t@ struct { t t#; f *os.File }\nfunc (x *t@) Close() { x.t.Close(); x.f.Close() }\n") + "func (x *t0) Close() { x.f.Close() }\n"
		}},
	}
}

// calling are functions that call many others.
func calling() []Monster {
	return []Monster{
		decls("a chain of helpers that close", 1000, "func h#(x *os.File) error { return h@(x) }\n", "func h#(x *os.File) error { return x.Close() }\nfunc g() { x, _ := os.Open(\"a\"); h0(x) }\n"),
		decls("a chain of helpers that open", 1000, "func h#() (*os.File, error) { x, err := h@(); if err != nil { return nil, err }; return x, nil }\n", "func h#() (*os.File, error) { return os.Open(\"a\") }\nfunc g() { h0() }\n"),
		{"a ring of helpers", 1000, func(n int) string {
			return repeat(n-1, "func h#(x *os.File) { if cond() { h@(x) } else { x.Close() } }\n") + "func h" + last(n-1) + "(x *os.File) { h0(x) }\n"
		}},
		{"helpers that all call each other", 60, func(n int) string {
			return repeat(n, "func h#(x *os.File, i int) {\nswitch {\n"+repeat(n, "case i == #: h#(x, i)\n")+"case i == -#: x.Close()\n}\n}\n")
		}},
		decls("two ways at each of many helpers", 500, "func h#(x *os.File) { if cond() { h@(x) } else { h@(x) } }\n", "func h#(x *os.File) { x.Close() }\n"),
		decls("errors handed on", 1000, "func h#() error { if err := h@(); err != nil { return err }; return nil }\n", "func h#() error { return os.Remove(\"a\") }\n"),
		decls("funcs handed on", 500, "func h#(f func() error) error { return h@(func() error { return f() }) }\n", "func h#(f func() error) error { return f() }\nfunc g() { x, _ := os.Open(\"a\"); h0(x.Close) }\n"),
		decls("small functions", 10000, "func h#() error { x, err := os.Open(\"#\"); if err != nil { return err }; defer x.Close(); use(x); return nil }\n", ""),
		decls("small functions that leak", 2000, "func h#() error { x, err := os.Open(\"#\"); if err != nil { return err }; use(x); return nil }\n", ""),
		{"calls of one helper", 5000, func(n int) string {
			return "func h(x *os.File) { use(x) }\n" + opened(repeat(n, "h(x)\n"))
		}},
		{"one helper called by many", 5000, func(n int) string {
			return "func h(x *os.File) { x.Close() }\n" + repeat(n, "func h#() { x, err := os.Open(\"#\"); if err != nil { return }; h(x) }\n")
		}},
		{"methods", 500, func(n int) string {
			return "type t struct{ f *os.File; db *sql.DB }\nfunc (x *t) Close() error { return x.f.Close() }\n" + repeat(n, "func (x *t) M#() error { if x.f == nil { f, err := os.Open(\"#\"); if err != nil { return err }; x.f = f }; return x.M@() }\n") + "func (x *t) M" + last(n) + "() error { return nil }\n"
		}},
		{"tests in tests", 500, func(n int) string {
			return "func run(f func(x *os.File)) { x, err := os.Open(\"a\"); if err != nil { return }; defer x.Close(); f(x) }\nfunc g() {\n" + repeat(n, "run(func(x *os.File) { use(x, #) })\n") + "}\n"
		}},
		{"arguments", 2000, func(n int) string { return opened("use(x" + repeat(n, ", #") + ")\n") }},
		{"parameters", 200, func(n int) string {
			return "func h(" + repeat(n, "x# *os.File, ") + ") {\n" + repeat(n, "if cond() { x#.Close() }\n") + "}\n"
		}},
		{"results", 100, func(n int) string {
			return "func h() (" + repeat(n, "x# *os.File, ") + "err error) {\n" + repeat(n, "if x#, err = os.Open(\"#\"); err != nil { return }\n") + "return\n}\n"
		}},
		decls("instances", 1000, "type t# struct{ f *os.File }\nfunc (x t#) Close() error { return x.f.Close() }\nfunc g#() { h[t#](t#{}) }\n", "func h[C io.Closer](c C) { defer c.Close(); use(c) }\n"),
	}
}

// declaring are packages with many or large declarations.
func declaring() []Monster {
	return []Monster{
		{"a list of structs", 10000, func(n int) string {
			return "type t struct { name string; n int; open func(string) (*os.File, error) }\nvar all = []t{\n" + repeat(n, "{\"#\", #, os.Open},\n") + "}\n"
		}},
		{"a list in a function", 5000, func(n int) string {
			return "type t struct { name string; n int; f *os.File }\n" + opened("all := []t{\n"+repeat(n, "{\"#\", #, x},\n")+"}\nuse(all)\n")
		}},
		{"a map of functions", 2000, func(n int) string {
			return "var all = map[string]func() error{\n" + repeat(n, "\"#\": func() error { x, err := os.Open(\"#\"); if err != nil { return err }; return x.Close() },\n") + "}\n"
		}},
		decls("variables with functions", 2000, "var v# = func() error { x, err := os.Open(\"#\"); if err != nil { return err }; return x.Close() }\n", ""),
		decls("opened variables", 2000, "var x#, _ = os.Open(\"#\")\n", ""),
		{"fields", 500, func(n int) string {
			return "type t struct {\n" + repeat(n, "f# *os.File\n") + "}\nfunc (x *t) Close() {\n" + repeat(n, "x.f#.Close()\n") + "}\nfunc open() (*t, error) {\nx := &t{}\nvar err error\n" +
				repeat(n, "if x.f#, err = os.Open(\"#\"); err != nil { x.Close(); return nil, err }\n") + "return x, nil\n}\n"
		}},
		{"a ring of types", 1000, func(n int) string {
			return repeat(n-1, "type t# struct { next *t@; f *os.File }\nfunc (x *t#) Close() { x.next.Close(); x.f.Close() }\n") + "type t" + last(n-1) + " struct{ next *t0 }\nfunc (x *t" + last(n-1) + ") Close() { x.next.Close() }\n"
		}},
		decls("implementers", 500, "type t# struct{ f *os.File }\nfunc (x *t#) Close() error { return x.f.Close() }\nfunc (x *t#) Open() (c, error) { f, err := os.Open(\"#\"); return &t#{f}, err }\nfunc g#(x c) { y, err := x.Open(); if err != nil { return }; y.Close() }\n", "type c interface { Open() (c, error); Close() error }\n"),
		decls("interfaces", 500, "type c# interface { c@; M#() io.Closer }\nfunc g#(x c#) { x.M#().Close() }\n", "type c# interface{ io.Closer }\n"),
		decls("embedded", 100, "type t# struct { *t@ }\nfunc g#(x *t#) { x.Close() }\n", "type t# struct { *os.File }\n"),
		decls("constants", 10000, "const c# = # + 1\n", opened("switch num() { case c0, c1: use(x) }\n")),
		decls("switches over constants", 200, "const c# k = #\n", "type k int\nfunc g(v k) {\nx, _ := os.Open(\"a\")\nswitch v { case c0, c1: x.Close() }\n}\n"),
		{"suppressions", 2000, func(n int) string {
			return "func g() {\n" + repeat(n, "//leakvet:ignore unclosed -- on purpose\nx#, _ := os.Open(\"#\")\nx#.Name()\n") + "}\n"
		}},
	}
}
