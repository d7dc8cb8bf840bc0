package accuracy

import (
	"context"
	"path/filepath"
	"sync"
)

// A Corpus measures cases.
type Corpus struct {
	Trees *Trees
	Tool  Tool
	Jobs  int
}

// Run judges the cases and hands each verdict out as soon as those before it
// are known: the order is that of the cases.
func (c *Corpus) Run(ctx context.Context, cases []Case, emit func(Verdict)) error {
	return inOrder(ctx, c.Jobs, cases, c.one, emit)
}

// A Quiet says what the tool reports where nothing is wrong.
type Quiet struct {
	Name string `json:"name"`
	Side
}

// RunQuiet runs the cases that have a Commit, where any report in the function
// is a false alarm.
func (c *Corpus) RunQuiet(ctx context.Context, cases []Case, emit func(Quiet)) error {
	return inOrder(ctx, c.Jobs, cases, func(ctx context.Context, k Case) (Quiet, error) {
		s, err := c.side(ctx, k, k.Commit)
		if err == nil && s.Skipped == "" && s.place == (Place{}) {
			s.Skipped = "no function " + k.Function
		}
		return Quiet{k.Name(), s.inFunction()}, err
	}, emit)
}

// inOrder does the cases, some at a time, and emits the results one after the
// other.
func inOrder[V any](ctx context.Context, jobs int, cases []Case, do func(context.Context, Case) (V, error), emit func(V)) error {
	type result struct {
		v   V
		err error
	}
	slots := make(chan struct{}, max(jobs, 1))
	results := make([]chan result, len(cases))
	for i := range results {
		results[i] = make(chan result, 1)
	}
	var wg sync.WaitGroup
	defer wg.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // before the wait: a failure stops the others
	wg.Go(func() {
		for i := range cases {
			slots <- struct{}{}
			wg.Go(func() {
				defer func() { <-slots }()
				v, err := do(ctx, cases[i])
				results[i] <- result{v, err}
			})
		}
	})
	for _, ch := range results {
		r := <-ch
		if r.err != nil {
			return r.err
		}
		emit(r.v)
	}
	return nil
}

func (c *Corpus) one(ctx context.Context, k Case) (Verdict, error) {
	parent, err := c.side(ctx, k, k.ParentCommit)
	if err != nil {
		return Verdict{}, err
	}
	fix := Side{Skipped: "not run, as the parent is skipped"}
	if parent.Skipped == "" {
		if fix, err = c.side(ctx, k, k.FixCommit); err != nil {
			return Verdict{}, err
		}
	}
	return judge(k, parent, fix), nil
}

// side vets the package at one commit. An error is ours or a cancelled
// context; what is wrong with the code goes to Skipped.
func (c *Corpus) side(ctx context.Context, k Case, commit string) (Side, error) {
	if err := ctx.Err(); err != nil {
		return Side{}, err
	}
	tree, err := c.Trees.Export(ctx, k.Repo, commit)
	if err != nil {
		return Side{Skipped: err.Error()}, nil
	}
	tool := c.Tool
	tool.Tags = buildTags(filepath.Join(tree, filepath.FromSlash(k.File)))
	run, err := c.vetApart(ctx, tool, tree, k)
	if err != nil {
		return Side{}, err
	}
	s := Side{Skipped: run.Failure, all: run.Diagnostics}
	// A function that is gone leaves the zero Place, which is said above.
	s.place, _ = Locate(tree, k.File, k.Function)
	return s, nil
}
