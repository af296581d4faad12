package main

import (
	"context"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	var w strings.Builder
	got, err := run(context.Background(), &w, 2000, 1, 500)
	if err != nil {
		t.Fatal(err)
	}
	if got < 0.2 {
		t.Errorf("received %v, expected 0.2 at least, even of a short training\n%s", got, w.String())
	}
}
