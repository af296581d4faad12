package layers

import (
	"fmt"
	"slices"
	"strings"
)

// perAxis returns a setting for each of n axes: one stands for all of them, none for
// the default.
func perAxis[T any](list []T, n int, def T) []T {
	switch len(list) {
	case 0:
		return slices.Repeat([]T{def}, n)
	case 1:
		return slices.Repeat(list, n)
	}
	return list
}

// checkPerAxis returns an error if a list isn't one number or one for each of n axes, or
// one of them is less than least, which is 0 or 1.
func checkPerAxis(name string, list []int, n, least int) error {
	if err := checkLength(name, list, n); err != nil {
		return err
	}
	for i, d := range list {
		if d < least {
			return received(fmt.Sprintf("%s[%d]", name, i), d, []string{"0 or more", "a positive number"}[least])
		}
	}
	return nil
}

// checkSize is checkPerAxis for positive numbers that have no default.
func checkSize(name string, list []int, n int) error {
	if len(list) == 0 {
		return received(name, list, "a positive number for each axis, or one for all")
	}
	return checkPerAxis(name, list, n, 1)
}

// checkPairs returns an error if a list isn't one pair or one for each of n axes, or
// has a negative number.
func checkPairs(name string, list [][2]int, n int) error {
	if err := checkLength(name, list, n); err != nil {
		return err
	}
	for i, p := range list {
		if min(p[0], p[1]) < 0 {
			return received(fmt.Sprintf("%s[%d]", name, i), p, "two numbers of 0 or more")
		}
	}
	return nil
}

func checkLength[T any](name string, list []T, n int) error {
	if len(list) <= 1 || len(list) == n {
		return nil
	}
	expected := "one"
	if n > 1 {
		expected = fmt.Sprintf("%d, or one for all", n)
	}
	return received(name, list, expected)
}

// choice names what a setting may be: "a", "b" or "c".
func choice(names []string) string {
	var text strings.Builder
	for i, n := range names {
		switch {
		case i > 0 && i == len(names)-1:
			text.WriteString(" or ")
		case i > 0:
			text.WriteString(", ")
		}
		fmt.Fprintf(&text, "%q", n)
	}
	return text.String()
}
