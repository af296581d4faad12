package main

import (
	"context"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	var w strings.Builder
	got, err := run(context.Background(), &w, 1000, 1, 10, 100)
	if err != nil {
		t.Fatal(err)
	}
	if got < 1.2 {
		t.Errorf("received %v, expected 1.2 at least, even of a short training\n%s", got, w.String())
	}
}
