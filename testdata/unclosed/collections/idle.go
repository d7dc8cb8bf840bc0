// Package collections has funcs that hand out several handles at once.
package collections

import (
	"context"

	"github.com/jackc/pgx/v5/pgxpool"
)

func goodIdle(ctx context.Context, p *pgxpool.Pool) {
	for _, c := range p.AcquireAllIdle(ctx) {
		c.Release()
	}
}

func goodIdleVariable(ctx context.Context, p *pgxpool.Pool) error {
	conns := p.AcquireAllIdle(ctx)
	defer func() {
		for i := range conns {
			conns[i].Release()
		}
	}()
	for _, c := range conns {
		if _, err := c.Exec(ctx, "DISCARD ALL"); err != nil {
			return err
		}
	}
	return nil
}

func badIdleLost(ctx context.Context, p *pgxpool.Pool) error {
	conns := p.AcquireAllIdle(ctx) // want "unclosed: conns .*is not released on every path"
	for _, c := range conns {
		if _, err := c.Exec(ctx, "DISCARD ALL"); err != nil {
			return err
		}
	}
	for _, c := range conns {
		c.Release()
	}
	return nil
}

func badIdleCounted(ctx context.Context, p *pgxpool.Pool) int {
	return len(p.AcquireAllIdle(ctx)) // want "unclosed: result of p.AcquireAllIdle .*is never released"
}
