package hdf5

import (
	"encoding/binary"
	"fmt"
)

// Kinds of header messages.
const (
	msgDataspace     = 0x01
	msgLinkInfo      = 0x02
	msgDatatype      = 0x03
	msgFillValue     = 0x05
	msgLink          = 0x06
	msgExternal      = 0x07
	msgLayout        = 0x08
	msgAttribute     = 0x0c
	msgContinuation  = 0x10
	msgSymbolTable   = 0x11
	msgAttributeInfo = 0x15
)

const (
	flagShared = 2 // the message is a reference to another place

	// maxMessage is the most bytes a message holds: its size is 16 bits wide
	// and a multiple of 8.
	maxMessage = 65528
)

// message is one entry of an object header.
type message struct {
	kind  uint16
	flags byte
	data  []byte
}

// header is what is said of an object, in the file's order.
type header []message

// find returns the first message of a kind, nil if there is none.
func (h header) find(kind uint16) ([]byte, error) {
	for _, m := range h {
		if m.kind == kind {
			if m.flags&flagShared != 0 {
				return nil, unsupported("header message %#x is shared", kind)
			}
			return m.data, nil
		}
	}
	return nil, nil
}

func (h header) has(kind uint16) bool {
	for _, m := range h {
		if m.kind == kind {
			return true
		}
	}
	return false
}

// readHeader reads the object header at an address, with its continuations.
func (f *File) readHeader(address uint64) (header, error) {
	h, err := f.readHeaderChunks(address)
	if err != nil {
		return nil, fmt.Errorf("object header at %#x: %w", address, err)
	}
	return h, nil
}

func (f *File) readHeaderChunks(address uint64) (header, error) {
	blocks := f.blocks()
	p, err := blocks.start(address, 16)
	if err != nil {
		return nil, err
	}
	if string(p[:4]) == "OHDR" {
		return nil, unsupported("version 2")
	}
	if p[0] != 1 {
		return nil, fmt.Errorf("version %d, expected 1", p[0])
	}
	chunk, err := blocks.read(address+16, uint64(binary.LittleEndian.Uint32(p[8:])))
	if err != nil {
		return nil, err
	}
	var h header
	for chunks := [][]byte{chunk}; len(chunks) > 0; chunks = chunks[1:] {
		// What is left at the end of a chunk, less than a message's head, is a gap.
		for c := (cursor{b: chunks[0]}); len(c.b) >= 8; {
			m := message{kind: c.u16()}
			size := c.u16()
			m.flags = c.u8()
			c.skip(3)
			m.data = c.take(uint64(size))
			if err := c.err(); err != nil {
				return nil, fmt.Errorf("message %#x of %d bytes: %w", m.kind, size, err)
			}
			h = append(h, m)
			if m.kind == msgContinuation {
				d := cursor{b: m.data}
				address, n := d.u64(), d.u64()
				if err := d.err(); err != nil {
					return nil, fmt.Errorf("continuation: %w", err)
				}
				next, err := blocks.start(address, n)
				if err != nil {
					return nil, fmt.Errorf("continuation: %w", err)
				}
				chunks = append(chunks, next)
			}
		}
	}
	return h, nil
}

// append writes the header in one chunk.
func (h header) append(b []byte) []byte {
	start := len(b)
	b = append(b, 1, 0)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(h)))
	b = append(b, 1, 0, 0, 0) // reference count
	b = append(b, 0, 0, 0, 0, 0, 0, 0, 0)
	for _, m := range h {
		data := appendPadding(m.data)
		b = binary.LittleEndian.AppendUint16(b, m.kind)
		b = binary.LittleEndian.AppendUint16(b, uint16(len(data)))
		b = append(b, m.flags, 0, 0, 0)
		b = append(b, data...)
	}
	binary.LittleEndian.PutUint32(b[start+8:], uint32(len(b)-start-16))
	return b
}
