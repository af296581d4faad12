package kerastest_test

import (
	"fmt"
	"strings"
	"testing"
)

// A recorder is a testing.TB that keeps what is reported.
type recorder struct {
	testing.TB
	messages []string
}

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	r.messages = append(r.messages, fmt.Sprintf(format, args...))
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	panic(r)
}

// messages returns what f reports.
func messages(t testing.TB, f func(testing.TB)) []string {
	r := &recorder{TB: t}
	func() {
		defer func() {
			if e := recover(); e != nil && e != any(r) {
				panic(e)
			}
		}()
		f(r)
	}()
	return r.messages
}

// expect checks that f reports something with each of the wanted texts, and nothing if
// there are none.
func expect(t *testing.T, f func(testing.TB), want ...string) {
	t.Helper()
	got := messages(t, f)
	if len(want) == 0 && len(got) > 0 {
		t.Errorf("received %q, expected nothing", got)
	}
	for _, w := range want {
		found := false
		for _, m := range got {
			found = found || strings.Contains(m, w)
		}
		if !found {
			t.Errorf("received %q, expected a message with %q", got, w)
		}
	}
	for _, m := range got {
		if check, _, ok := strings.Cut(m, ": "); !ok || strings.Contains(check, "\n") {
			t.Errorf("received %q, expected a message that begins with the name of a check", m)
		}
	}
}
