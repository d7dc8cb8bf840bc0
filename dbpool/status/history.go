package status

import (
	"slices"
	"sync"
	"time"

	"github.com/leakvet/leakvet/dbpool"
)

const (
	samplePeriod = time.Second
	sampleCount  = 300 // five minutes
)

// A history is the last samples of one pool.
type history struct {
	pool *dbpool.Pool

	mu      sync.Mutex
	samples []Sample // oldest first, at most sampleCount; guarded by mu
}

func (h *history) sample(now time.Time) {
	stats := h.pool.Stats()
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.samples) == sampleCount {
		h.samples = slices.Delete(h.samples, 0, 1)
	}
	h.samples = append(h.samples, Sample{now, stats.InUse, stats.Idle, stats.Waiting})
}

func (h *history) copy() []Sample {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.samples)
}
