package status

import (
	"testing"
	"time"
)

func TestDraw(t *testing.T) {
	p := Pool{Limit: 4, History: []Sample{{InUse: 1, Idle: 3}, {InUse: 4}, {InUse: 2, Idle: 2, Waiting: 8}}}
	c := draw(p)
	want := chart{
		Width: 600, Height: 100, Top: 8, LimitY: 50, Peak: 4, PeakWaiting: 8,
		InUse:   "596.0,100 596.0,87.5 598.0,50.0 600.0,75.0 600,100",
		Open:    "596.0,100 596.0,50.0 598.0,50.0 600.0,50.0 600,100",
		Waiting: "596.0,100.0 598.0,100.0 600.0,0.0 ",
	}
	if c != want {
		t.Errorf("got  %+v\nwant %+v", c, want)
	}
	if empty := draw(Pool{}); empty.InUse != "" || empty.Waiting != "" {
		t.Errorf("nothing is drawn as %+v", empty)
	}
}

func TestSeconds(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                        "0s",
		1234 * time.Microsecond:  "1ms",
		1234 * time.Millisecond:  "1.2s",
		90500 * time.Millisecond: "1m31s",
		2 * time.Hour:            "2h0m0s",
	} {
		if got := seconds(d.Seconds()); got != want {
			t.Errorf("%v is written %s, want %s", d, got, want)
		}
	}
}
