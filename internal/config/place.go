package config

import (
	"fmt"
	"strings"
)

// place is where a reader or writer stands, for its errors. The text of the
// path is only made when there is one.
type place struct {
	up          *place
	step        string // key, or empty for an item of a list
	item        int
	class, name string // the object whose config this is in
	key         string // the key in that config
}

// at returns the place of a key in the config of the same object.
func (p *place) at(key string) *place {
	return &place{up: p, step: key, class: p.class, name: p.name, key: key}
}

// index returns the place of an item of a list.
func (p *place) index(i int) *place {
	return &place{up: p, item: i, class: p.class, name: p.name, key: p.key}
}

// object returns the same place, inside an object.
func (p *place) object(class, name string) *place {
	return &place{up: p.up, step: p.step, item: p.item, class: class, name: name}
}

func (p *place) path() string {
	var steps []string
	for ; p.up != nil; p = p.up {
		step := clip(p.step)
		if step == "" {
			step = fmt.Sprintf("[%d]", p.item)
		}
		if p.up.up != nil && step[0] != '[' {
			step = "." + step
		}
		steps = append(steps, step)
	}
	var b strings.Builder
	for i := len(steps) - 1; i >= 0; i-- {
		b.WriteString(steps[i])
	}
	return b.String()
}

func (p *place) errorf(format string, args ...any) error {
	return p.wrap(fmt.Errorf(format, args...))
}

func (p *place) wrap(err error) error {
	return &FieldError{Path: p.path(), Class: p.class, Name: p.name, Key: p.key, Err: err}
}
