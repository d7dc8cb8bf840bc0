package status

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"github.com/leakvet/leakvet/dbpool"
	"github.com/leakvet/leakvet/dbpool/status"
)

// What Prometheus reads of the metrics.
func TestMetrics(t *testing.T) {
	const name = "a \"name\" with \\ and\nanother line"
	pool := open(t, ":memory:", dbpool.Config{Name: name})
	shown := status.New(pool)
	defer shown.Close()
	conn, err := pool.DB().Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	answer := httptest.NewRecorder()
	shown.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
	if err := conn.Close(); err != nil {
		t.Error(err)
	}

	parser := expfmt.NewTextParser(model.LegacyValidation)
	families, err := parser.TextToMetricFamilies(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	for family, want := range map[string]float64{
		"go_sql_max_open_connections": 15,
		"go_sql_in_use_connections":   1,
		"dbpool_holders":              1,
	} {
		metrics := families[family].GetMetric()
		if len(metrics) != 1 || metrics[0].GetGauge().GetValue() != want {
			t.Errorf("%s: %v, want %v", family, metrics, want)
			continue
		}
		if label := metrics[0].GetLabel()[0]; label.GetName() != "db_name" || label.GetValue() != name {
			t.Errorf("%s has the label %v", family, label)
		}
	}
	if f := families["dbpool_exhausted_total"]; f.GetType().String() != "COUNTER" || f.GetHelp() == "" {
		t.Errorf("got %v", f)
	}
}
