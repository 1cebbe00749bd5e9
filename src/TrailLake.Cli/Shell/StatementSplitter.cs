using System.Text;

namespace TrailLake.Cli.Shell;

/// <summary>
/// Takes statements out of SQL that comes in pieces. A semicolon ends one, but for those within <c>'texts'</c> (also <c>E'…\'…'</c>),
/// <c>"names"</c>, <c>$tag$texts$tag$</c>, and comments of both kinds, of which <c>/* … */</c> nests: as DuckDB reads them. Each character
/// is looked at once, however the pieces are cut.
/// </summary>
sealed class StatementSplitter
{
    readonly StringBuilder _text = new();
    readonly StringBuilder _tag = new();
    readonly StringBuilder _closingTag = new();
    State _state;
    char _previous;
    int _word;
    int _depth;
    long _visible;
    bool _isTag;

    enum State
    {
        Sql,
        Text,
        EscapedText,
        Name,
        Line,
        Block,
        Dollar,
    }

    /// <summary>What stands behind the last statement, as it came.</summary>
    public string Rest => _text.ToString();

    /// <summary>True when the rest holds nothing but blanks and whole comments: nothing has been begun.</summary>
    public bool IsBlank => _visible == 0 && _state is State.Sql or State.Line;

    /// <summary>Adds a piece; gives the statements that it ends, each with its semicolon. Empty ones are left out.</summary>
    public List<string> Add(string piece)
    {
        var statements = new List<string>();
        foreach (var c in piece)
        {
            _text.Append(c);
            if (Step(c))
            {
                if (_visible > 0)
                {
                    statements.Add(_text.ToString().Trim());
                }

                Clear();
            }
        }

        return statements;
    }

    /// <summary>Forgets what was begun.</summary>
    public void Clear()
    {
        _text.Clear();
        _state = State.Sql;
        _previous = '\0';
        (_word, _visible, _isTag) = (0, 0, false);
    }

    // True for the semicolon that ends a statement.
    bool Step(char c)
    {
        var previous = _previous;
        _previous = c;
        switch (_state)
        {
            case State.Sql:
                return StepSql(c, previous);
            case State.EscapedText when previous == '\\':
                _previous = '\0';
                break;
            case State.Text or State.EscapedText when c == '\'':
            case State.Name when c == '"':
            case State.Line when c == '\n':
                // A doubled quote opens the next text at once, so it needs no rule.
                Enter(State.Sql);
                break;
            case State.Block:
                StepBlock(c, previous);
                break;
            case State.Dollar:
                StepDollar(c);
                break;
        }

        return false;
    }

    bool StepSql(char c, char previous)
    {
        if (c == ';')
        {
            return true;
        }

        if ((c, previous) is ('-', '-') or ('*', '/'))
        {
            // The first of the two was counted as something to see.
            _visible--;
            _depth = 1;
            Enter(c == '-' ? State.Line : State.Block);
            return false;
        }

        if (!char.IsWhiteSpace(c))
        {
            _visible++;
        }

        if (c == '$' && (_isTag || _word == 0))
        {
            StepTag();
            return false;
        }

        var isWord = IsWord(c);
        if (_isTag && (!isWord || (_tag.Length == 0 && char.IsAsciiDigit(c))))
        {
            _isTag = false;
        }

        if (_isTag)
        {
            _tag.Append(c);
        }
        else if (c is '\'' or '"')
        {
            Enter(c == '"' ? State.Name : _word == 1 && previous is 'e' or 'E' ? State.EscapedText : State.Text);
            return false;
        }

        _word = isWord ? _word + 1 : 0;
        return false;
    }

    // $ begins a tag, and the next $ ends it: $$ and $body$ open a text that only the same tag closes.
    void StepTag()
    {
        if (_isTag)
        {
            _isTag = false;
            _closingTag.Clear();
            Enter(State.Dollar);
            return;
        }

        _isTag = true;
        _tag.Clear();
    }

    void StepBlock(char c, char previous)
    {
        _depth += (c, previous) switch
        {
            ('*', '/') => 1,
            ('/', '*') => -1,
            _ => 0,
        };
        if ((c, previous) is ('*', '/') or ('/', '*'))
        {
            // No character belongs to two marks: /*/ is open.
            _previous = '\0';
        }

        if (_depth == 0)
        {
            Enter(State.Sql);
        }
    }

    void StepDollar(char c)
    {
        if (c == '$' && _closingTag.Length > 0 && _closingTag.Length == _tag.Length + 1
            && _closingTag.ToString(1, _tag.Length) == _tag.ToString())
        {
            Enter(State.Sql);
        }
        else if (c == '$')
        {
            _closingTag.Clear().Append(c);
        }
        else if (_closingTag.Length > 0)
        {
            _ = IsWord(c) ? _closingTag.Append(c) : _closingTag.Clear();
        }
    }

    void Enter(State state)
    {
        _state = state;
        _previous = '\0';
        _word = 0;
    }

    static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or > '\u007f';
}
