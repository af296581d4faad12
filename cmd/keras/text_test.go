package main

import (
	"bytes"
	"math"
	"testing"
)

func TestNumbers(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{commas(0), "0"}, {commas(999), "999"}, {commas(1000), "1,000"}, {commas(1234567), "1,234,567"},
		{plural(0, "image"), "0 images"}, {plural(1, "image"), "1 image"}, {plural(60000, "image"), "60,000 images"},
		{number(0.0712345), "0.0712"}, {number(-99.5), "-99.5000"}, {number(88664080), "8.9e+07"}, {number(math.NaN()), "NaN"},
		{number(math.Inf(1)), "+Inf"}, {percent(.98125), "98.12 %"}, {percent(1), "100.00 %"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func TestFill(t *testing.T) {
	for _, tt := range []struct {
		text  string
		width int
		want  string
	}{
		{"", 10, ""},
		{"one two three", 7, "one two\nthree"},
		{"one two three", 6, "one\ntwo\nthree"},
		{"  one\n two ", 80, "one two"},
		{"a verylongword b", 4, "a\nverylongword\nb"},
		{"→→ →→ →→", 5, "→→ →→\n→→"},
	} {
		if got := fill(tt.text, tt.width); got != tt.want {
			t.Errorf("fill(%q, %d) = %q, want %q", tt.text, tt.width, got, tt.want)
		}
	}
}

func TestColumnsOfBuffer(t *testing.T) {
	if width, terminal := columns(new(bytes.Buffer)); width != 80 || terminal {
		t.Errorf("a buffer has %d columns, terminal %v; want 80, false", width, terminal)
	}
}
