package main

import (
	"context"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	var w strings.Builder
	got, err := run(context.Background(), &w, 1000, 1, 100, 300)
	if err != nil {
		t.Fatal(err)
	}
	if got < 0.5 {
		t.Errorf("received %v, expected 0.5 at least, even of a short training\n%s", got, w.String())
	}
}
