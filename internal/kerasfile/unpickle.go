package kerasfile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
)

// A pickle is a program for a small machine with a stack, which makes Python's values.
// Here it makes trees of data and nothing else: a call of a function, or an object of a
// class, becomes a [made] that says which and of what. Nothing is called or looked up.

// Values of a pickle are nil, bool, int64, float64, string, []byte and these.
type (
	global struct{ module, name string } // a class or function
	tuple  []any
	pylist struct{ items []any }
	dict   struct{ keys, values []any }
	made   struct { // what a class or function gave for arguments
		by    global
		args  tuple
		state any // of the object
	}
)

// maxPickled is how many values a pickle may have.
const maxPickled = 1 << 20

var errPickle = errors.New("the pickle makes no sense")

// An unpickler runs a pickle.
type unpickler struct {
	rest  []byte
	stack []any
	marks []int // where lists of arguments begin in the stack
	memo  []any
	steps int
}

// unpickle returns the value that a pickle makes.
func unpickle(b []byte) (v any, err error) {
	u := &unpickler{rest: b}
	for {
		if u.steps++; u.steps > maxPickled {
			return nil, fmt.Errorf("received a pickle of more than %d steps", maxPickled)
		}
		op := u.bytes(1)
		if op == nil {
			return nil, errPickle
		}
		if op[0] == '.' {
			return u.pop()
		}
		if err := u.step(op[0]); err != nil {
			return nil, err
		}
	}
}

// bytes takes the next n bytes, nil if there are fewer.
func (u *unpickler) bytes(n uint64) []byte {
	if n > uint64(len(u.rest)) {
		return nil
	}
	b := u.rest[:n:n]
	u.rest = u.rest[n:]
	return b
}

// number takes a number of so many bytes.
func (u *unpickler) number(size uint64) (uint64, bool) {
	b := u.bytes(size)
	var whole [8]byte
	copy(whole[:], b)
	return binary.LittleEndian.Uint64(whole[:]), b != nil
}

// counted takes bytes that come after their number.
func (u *unpickler) counted(size uint64) ([]byte, error) {
	n, ok := u.number(size)
	if b := u.bytes(n); ok && b != nil {
		return b, nil
	}
	return nil, errPickle
}

// line takes the bytes up to the end of a line.
func (u *unpickler) line() string {
	s, rest, _ := bytes.Cut(u.rest, []byte("\n"))
	u.rest = rest
	return string(s)
}

func (u *unpickler) push(v any) error {
	u.stack = append(u.stack, v)
	return nil
}

func (u *unpickler) pop() (any, error) {
	list, err := u.popN(1)
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// popN takes the last n values, which none that came after a mark may lack.
func (u *unpickler) popN(n int) ([]any, error) {
	bottom := 0
	if len(u.marks) > 0 {
		bottom = u.marks[len(u.marks)-1]
	}
	at := len(u.stack) - n
	if at < bottom {
		return nil, errPickle
	}
	list := slices.Clone(u.stack[at:])
	u.stack = u.stack[:at]
	return list, nil
}

// popMark takes the values after the last mark.
func (u *unpickler) popMark() ([]any, error) {
	if len(u.marks) == 0 {
		return nil, errPickle
	}
	last := len(u.marks) - 1
	list := slices.Clone(u.stack[u.marks[last]:])
	u.stack = u.stack[:u.marks[last]]
	u.marks = u.marks[:last]
	return list, nil
}

// sizes has how many bytes tell the length of what an instruction brings, or the number.
var sizes = map[byte]uint64{
	'X': 4, 0x8c: 1, 0x8d: 8, // text
	'C': 1, 'B': 4, 0x8e: 8, 'U': 1, 'T': 4, // bytes
	'K': 1, 'M': 2, 'J': 4, // integers
	'h': 1, 'j': 4, 'q': 1, 'r': 4, // places in the memo
}

// step does one instruction; the letters are those of Python's module pickle.
func (u *unpickler) step(op byte) error {
	switch op {
	case 0x80: // the version of the format
		return u.have(1)
	case 0x95: // the size of a frame
		return u.have(8)
	case '(':
		u.marks = append(u.marks, len(u.stack))
		return nil
	case 'N':
		return u.push(nil)
	case 0x88, 0x89:
		return u.push(op == 0x88)
	case 'X', 0x8c, 0x8d:
		b, err := u.counted(sizes[op])
		return errors.Join(err, u.push(string(b)))
	case 'C', 'B', 0x8e, 'U', 'T':
		b, err := u.counted(sizes[op])
		return errors.Join(err, u.push(b))
	case 'K', 'M', 'J':
		n, ok := u.number(sizes[op])
		if op == 'J' {
			n = uint64(int64(int32(n)))
		}
		return errors.Join(unless(ok), u.push(int64(n)))
	case 'G':
		b := u.bytes(8)
		if b == nil {
			return errPickle
		}
		return u.push(math.Float64frombits(binary.BigEndian.Uint64(b)))
	case 0x8a: // an integer of any size
		b, err := u.counted(1)
		if err != nil || len(b) > 8 {
			return errPickle
		}
		n := int64(0)
		for i, x := range b {
			n |= int64(x) << (8 * i)
		}
		if shift := 64 - 8*len(b); shift < 64 {
			n = n << shift >> shift // its sign
		}
		return u.push(n)
	case ')', 0x85, 0x86, 0x87: // tuples of 0 to 3
		n := 0
		if op != ')' {
			n = int(op) - 0x84
		}
		list, err := u.popN(n)
		return errors.Join(err, u.push(tuple(list)))
	case 't':
		list, err := u.popMark()
		return errors.Join(err, u.push(tuple(list)))
	case ']':
		return u.push(&pylist{})
	case '}':
		return u.push(&dict{})
	case 'a', 'e', 's', 'u':
		return u.add(op)
	case 'c':
		module := u.line()
		return u.push(global{module, u.line()})
	case 0x93, 'R', 0x81, 'b':
		return u.make(op)
	case 0x94:
		return u.remember(uint64(len(u.memo)))
	case 'q', 'r':
		n, ok := u.number(sizes[op])
		return errors.Join(unless(ok), u.remember(n))
	case 'h', 'j':
		n, ok := u.number(sizes[op])
		if !ok || n >= uint64(len(u.memo)) {
			return errPickle
		}
		return u.push(u.memo[n])
	}
	return fmt.Errorf("received the instruction %#x in a pickle, expected those of arrays", op)
}

// have passes over n bytes.
func (u *unpickler) have(n uint64) error { return unless(u.bytes(n) != nil) }

func unless(ok bool) error {
	if ok {
		return nil
	}
	return errPickle
}

// remember keeps the last value under a number.
func (u *unpickler) remember(n uint64) error {
	if len(u.stack) == 0 || n > uint64(len(u.memo)) {
		return errPickle
	}
	if n == uint64(len(u.memo)) {
		u.memo = append(u.memo, nil)
	}
	u.memo[n] = u.stack[len(u.stack)-1]
	return nil
}

// add puts values into the list or dictionary below them.
func (u *unpickler) add(op byte) error {
	var list []any
	var err error
	switch op {
	case 'a':
		list, err = u.popN(1)
	case 's':
		list, err = u.popN(2)
	default:
		list, err = u.popMark()
	}
	if err != nil || len(u.stack) == 0 {
		return errPickle
	}
	switch x := u.stack[len(u.stack)-1].(type) {
	case *pylist:
		if op == 'a' || op == 'e' {
			x.items = append(x.items, list...)
			return nil
		}
	case *dict:
		if (op == 's' || op == 'u') && len(list)%2 == 0 {
			for pair := range slices.Chunk(list, 2) {
				x.keys, x.values = append(x.keys, pair[0]), append(x.values, pair[1])
			}
			return nil
		}
	}
	return errPickle
}

// make notes that something was made of the two last values.
func (u *unpickler) make(op byte) error {
	two, err := u.popN(2)
	if err != nil {
		return err
	}
	switch op {
	case 0x93:
		module, ok1 := two[0].(string)
		name, ok2 := two[1].(string)
		return errors.Join(unless(ok1 && ok2), u.push(global{module, name}))
	case 'b':
		if x, ok := two[0].(*made); ok {
			x.state = two[1]
			return u.push(x)
		}
		return errPickle
	}
	by, ok1 := two[0].(global)
	args, ok2 := two[1].(tuple)
	return errors.Join(unless(ok1 && ok2), u.push(&made{by: by, args: args}))
}
