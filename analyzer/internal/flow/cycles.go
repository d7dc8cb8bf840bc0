package flow

import "golang.org/x/tools/go/ssa"

// inCycle reports whether b can be left and entered again.
func (g *graph) inCycle(b *ssa.BasicBlock) bool {
	if g.cyclic == nil {
		g.cyclic = cyclicBlocks(g.fn)
	}
	return g.cyclic[b.Index]
}

// cyclicBlocks returns the blocks that lie on a cycle: the strongly connected
// components of more than one block, or with an edge to itself (Tarjan).
func cyclicBlocks(fn *ssa.Function) blockSet {
	n := len(fn.Blocks)
	cyclic := make(blockSet, n)
	index := make([]int, n)
	low := make([]int, n)
	onStack := make([]bool, n)
	var stack []int
	next := 1
	type frame struct{ block, succ int }
	for root := range n {
		if index[root] != 0 {
			continue
		}
		frames := []frame{{root, 0}}
		for len(frames) > 0 {
			f := &frames[len(frames)-1]
			b := f.block
			if f.succ == 0 {
				index[b], low[b] = next, next
				next++
				stack = append(stack, b)
				onStack[b] = true
			}
			if f.succ < len(fn.Blocks[b].Succs) {
				s := fn.Blocks[b].Succs[f.succ].Index
				f.succ++
				switch {
				case s == b:
					cyclic[b] = true
				case index[s] == 0:
					frames = append(frames, frame{s, 0})
				case onStack[s]:
					low[b] = min(low[b], index[s])
				}
				continue
			}
			frames = frames[:len(frames)-1]
			if len(frames) > 0 {
				p := frames[len(frames)-1].block
				low[p] = min(low[p], low[b])
			}
			if low[b] == index[b] {
				size := 0
				for i := len(stack) - 1; ; i-- {
					size++
					if stack[i] == b {
						break
					}
				}
				for _, m := range stack[len(stack)-size:] {
					onStack[m] = false
					cyclic[m] = cyclic[m] || size > 1
				}
				stack = stack[:len(stack)-size]
			}
		}
	}
	return cyclic
}
