package main

import (
	"context"
	"strings"
	"testing"
)

// TestRun trains for a third of the time. At first some 10 % of the points lie near a
// cloud.
func TestRun(t *testing.T) {
	var w strings.Builder
	covered, near, err := run(context.Background(), &w, 30)
	if err != nil {
		t.Fatal(err)
	}
	if covered < clouds/2 || near < 0.4 {
		t.Errorf("received %d clouds and %v of the points, expected half of the clouds and 0.4 at least\n%s", covered, near, w.String())
	}
}
