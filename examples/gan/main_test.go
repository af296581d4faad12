package main

import (
	"context"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	var w strings.Builder
	covered, near, err := run(context.Background(), &w, 2)
	if err != nil {
		t.Fatal(err)
	}
	if covered < 0 || near < 0 || near > 1.001 || !strings.Contains(w.String(), "clouds have points") {
		t.Errorf("received %d, %v, %s", covered, near, w.String())
	}
}
