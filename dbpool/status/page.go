package status

import (
	"bytes"
	"embed"
	"encoding/json"
	"html/template"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/leakvet/leakvet/dbpool"
)

//go:embed page.html page.css page.js
var files embed.FS

// A Page shows pools. It is an http.Handler and an expvar.Var. Until it is
// closed it looks at the pools once a second; it neither keeps them open nor
// closes them. Its methods are safe for concurrent use.
type Page struct {
	pools    []*history
	template *template.Template
	stop     chan struct{}
	once     sync.Once
	stopped  chan struct{}
}

// New returns a page that shows the pools in this order. It belongs to the
// caller, who must Close it.
func New(pools ...*dbpool.Pool) *Page {
	p := &Page{
		template: template.Must(template.New("page.html").Funcs(functions).ParseFS(files, "page.html")),
		stop:     make(chan struct{}),
		stopped:  make(chan struct{}),
	}
	for _, pool := range pools {
		p.pools = append(p.pools, &history{pool: pool})
	}
	p.sample()
	go p.run()
	return p
}

func (p *Page) run() {
	defer close(p.stopped)
	ticker := time.NewTicker(samplePeriod)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			p.sample()
		case <-p.stop:
			return
		}
	}
}

func (p *Page) sample() {
	now := time.Now()
	for _, h := range p.pools {
		h.sample(now)
	}
}

// Close ends the page's own work. The page can still be served, but its history
// does not go on. It returns nil.
func (p *Page) Close() error {
	p.once.Do(func() { close(p.stop) })
	<-p.stopped
	return nil
}

// Report returns what there is to show now.
func (p *Page) Report() Report {
	report := p.figures()
	for i, h := range p.pools {
		report.Pools[i].History = h.copy()
	}
	return report
}

// figures is the report without what was before.
func (p *Page) figures() Report {
	report := Report{Time: time.Now(), Pools: []Pool{}}
	for _, h := range p.pools {
		report.Pools = append(report.Pools, reportPool(h.pool))
	}
	return report
}

// String returns the report, without the history, as JSON; it makes Page an
// expvar.Var.
func (p *Page) String() string {
	text, err := json.Marshal(p.figures())
	if err != nil {
		panic("internal error: a report is no JSON: " + err.Error())
	}
	return string(text)
}

// ServeHTTP serves the page and what belongs to it: see the package's comment.
func (p *Page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
		return
	}
	name := path.Base(r.URL.Path)
	switch {
	case strings.HasSuffix(r.URL.Path, "/"):
		p.serveHTML(w)
	case name == "json":
		p.serveJSON(w)
	case name == "metrics":
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		send(w, metrics(p.figures()))
	case name == "page.css", name == "page.js":
		http.ServeFileFS(w, r, files, name)
	default:
		http.NotFound(w, r)
	}
}

func (p *Page) serveHTML(w http.ResponseWriter) {
	var page bytes.Buffer
	if err := p.template.Execute(&page, p.Report()); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	// Queries are shown, and whoever writes them must not run scripts here.
	w.Header().Set("Content-Security-Policy", "default-src 'self'; img-src data:; frame-ancestors 'none'")
	send(w, page.Bytes())
}

func (p *Page) serveJSON(w http.ResponseWriter) {
	text, err := json.MarshalIndent(p.Report(), "", "\t")
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	send(w, append(text, '\n'))
}

// send sends what must not be cached: it is old in a moment. A client that went
// away is no matter.
func send(w http.ResponseWriter, body []byte) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(body)
}
