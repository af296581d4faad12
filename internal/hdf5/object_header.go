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
	msgOldFillValue  = 0x04
	msgFillValue     = 0x05
	msgLink          = 0x06
	msgExternal      = 0x07
	msgLayout        = 0x08
	msgFilters       = 0x0b
	msgAttribute     = 0x0c
	msgContinuation  = 0x10
	msgSymbolTable   = 0x11
	msgAttributeInfo = 0x15
	msgLast          = 0x18 // those above are unknown
)

const (
	flagShared = 2      // the message is a reference to another place
	flagMust   = 1 << 7 // who doesn't know the message shall not open the object

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
	form := headerForm{blocks: blocks}
	var chunk []byte
	switch {
	case string(p[:4]) == "OHDR":
		chunk, err = form.startVersion2(address, p)
	case p[0] == 1:
		chunk, err = blocks.read(address+16, uint64(binary.LittleEndian.Uint32(p[8:])))
	default:
		err = fmt.Errorf("version %d, expected 1 or 2", p[0])
	}
	if err != nil {
		return nil, err
	}
	var h header
	for chunks := [][]byte{chunk}; len(chunks) > 0; chunks = chunks[1:] {
		// What is left at the end of a chunk, less than a message's head, is a gap.
		for c := (cursor{b: chunks[0]}); len(c.b) >= form.head(); {
			m, err := form.message(&c)
			if err != nil {
				return nil, err
			}
			h = append(h, m)
			if m.kind == msgContinuation {
				next, err := form.continuation(m.data)
				if err != nil {
					return nil, fmt.Errorf("continuation: %w", err)
				}
				chunks = append(chunks, next)
			}
		}
	}
	return h, nil
}

// headerForm is how a header is written: in version 1 or 2.
type headerForm struct {
	blocks *blocks
	two    bool
	order  bool // messages of version 2 say when they were made
}

// startVersion2 returns the messages of a first chunk that starts with p.
func (h *headerForm) startVersion2(address uint64, p []byte) ([]byte, error) {
	h.two = true
	version, flags := p[4], p[5]
	if version != 2 {
		return nil, unsupported("version %d", version)
	}
	h.order = flags&(1<<2) != 0
	head := uint64(6)
	if flags&(1<<5) != 0 {
		head += 16 // times
	}
	if flags&(1<<4) != 0 {
		head += 4 // when to store attributes elsewhere
	}
	width := uint64(1) << (flags & 3)
	more, err := h.blocks.read(address+16, head+width-min(head+width, 16))
	if err != nil {
		return nil, err
	}
	p = append(p, more...)
	c := cursor{b: p[head:]}
	n := c.uint(width)
	end := head + width + n + 4
	if end < n {
		return nil, fmt.Errorf("%d bytes of messages", n)
	}
	if end > uint64(len(p)) {
		if more, err = h.blocks.read(address+uint64(len(p)), end-uint64(len(p))); err != nil {
			return nil, err
		}
		p = append(p, more...)
	}
	if p, err = h.blocks.f.verify(p[:end]); err != nil {
		return nil, err
	}
	return p[head+width:], nil
}

// continuation returns the messages of another chunk.
func (h *headerForm) continuation(b []byte) ([]byte, error) {
	c := cursor{b: b}
	address, n := c.u64(), c.u64()
	if err := c.err(); err != nil {
		return nil, err
	}
	if !h.two {
		return h.blocks.start(address, n)
	}
	c, err := h.blocks.checked(address, n, "OCHK")
	return c.b, err
}

// head returns the bytes of a message before its data.
func (h *headerForm) head() int {
	switch {
	case !h.two:
		return 8
	case h.order:
		return 6
	}
	return 4
}

func (h *headerForm) message(c *cursor) (message, error) {
	var m message
	var size uint64
	if h.two {
		m.kind, size, m.flags = uint16(c.u8()), uint64(c.u16()), c.u8()
		if h.order {
			c.skip(2)
		}
	} else {
		m.kind, size, m.flags = c.u16(), uint64(c.u16()), c.u8()
		c.skip(3)
	}
	m.data = c.take(size)
	if err := c.err(); err != nil {
		return m, fmt.Errorf("message %#x of %d bytes: %w", m.kind, size, err)
	}
	if m.kind > msgLast && m.flags&flagMust != 0 {
		return m, unsupported("message %#x", m.kind)
	}
	return m, nil
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
