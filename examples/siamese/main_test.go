package main

import (
	"context"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	var w strings.Builder
	got, err := run(context.Background(), &w, 3000, 1, 1000)
	if err != nil {
		t.Fatal(err)
	}
	if got < 0.55 {
		t.Errorf("received %v, expected 0.55 at least, even of a short training\n%s", got, w.String())
	}
}
