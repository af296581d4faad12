package main

import (
	"context"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	var w strings.Builder
	with, without, err := run(context.Background(), &w, 60)
	if err != nil {
		t.Fatal(err)
	}
	if !(with < without/3) {
		t.Errorf("received the errors %v and %v, expected the first to be much smaller", with, without)
	}
}
