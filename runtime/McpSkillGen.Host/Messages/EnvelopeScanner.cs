using System.Buffers;
using System.Text;
using ModelContextProtocol.Protocol;

namespace McpSkillGen.Host.Messages;

/// <summary>
/// Finds out what a JSON-RPC message is while its bytes arrive: which important members are at its top level, the id, and
/// whether a result asks for input. Its state has a fixed size, so it finds the id even behind a result that is too long to
/// keep. It assumes that the message is JSON; that is validated before the message is used.
/// </summary>
internal sealed class EnvelopeScanner
{
    // Longer than any name that we look for, and than any id that we send.
    private const int CaptureCapacity = 32;

    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[],:"u8);

    // White space, and the three bytes of a byte order mark: some runtimes begin their output with one.
    private static readonly SearchValues<byte> Ignored = SearchValues.Create((byte[])[.. " \t\r\n"u8, .. Encoding.UTF8.Preamble]);

    private readonly byte[] _captured = new byte[CaptureCapacity];
    private int _capturedLength;
    private Capture _capture;
    private Member _member;
    private int _depth;
    private bool _isInString;
    private bool _isEscaped;
    private bool _expectsName;
    private bool _isInResultObject;
    private bool _isResultType;
    private bool _isComplete;
    private bool _isNoObject;

    private enum Capture
    {
        None,
        MemberName,
        NameInResult,
        Id,
        ResultType,
    }

    private enum Member
    {
        Other,
        Id,
        Result,
    }

    /// <summary>As <see cref="AnswerId"/> reads it; null before it was read, and if it is neither a whole number nor a plain text.</summary>
    public RequestId? Id { get; private set; }

    public bool HasMethod { get; private set; }

    public bool HasResult { get; private set; }

    public bool HasError { get; private set; }

    /// <summary>Whether the result says <c>"resultType":"input_required"</c>.</summary>
    public bool AsksForInput { get; private set; }

    /// <summary>Whether the bytes are one complete object, with nothing around it.</summary>
    public bool IsObject => _isComplete && !_isNoObject;

    /// <summary>Whether nothing but white space was seen.</summary>
    public bool IsBlank { get; private set; } = true;

    public void Reset()
    {
        (_capturedLength, _capture, _member, _depth) = (0, Capture.None, Member.Other, 0);
        (_isInString, _isEscaped, _expectsName, _isInResultObject, _isResultType, _isComplete, _isNoObject) = (false, false, false, false, false, false, false);
        (Id, HasMethod, HasResult, HasError, AsksForInput, IsBlank) = (null, false, false, false, false, true);
    }

    /// <param name="bytes">The next bytes of the message, cut anywhere.</param>
    public void Scan(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !_isNoObject)
        {
            bytes = _isInString ? ScanString(bytes) : ScanStructure(bytes);
        }
    }

    private ReadOnlySpan<byte> ScanString(ReadOnlySpan<byte> bytes)
    {
        if (_isEscaped)
        {
            _isEscaped = false;
            Keep(bytes[..1]);
            return bytes[1..];
        }

        var end = bytes.IndexOfAny((byte)'"', (byte)'\\');
        if (end < 0)
        {
            Keep(bytes);
            return [];
        }

        Keep(bytes[..end]);
        if (bytes[end] == '\\')
        {
            // Kept too, so that a name that is written with escapes does not equal one that we look for.
            _isEscaped = true;
            Keep("\\"u8);
        }
        else
        {
            _isInString = false;
            EndString();
        }

        return bytes[(end + 1)..];
    }

    private ReadOnlySpan<byte> ScanStructure(ReadOnlySpan<byte> bytes)
    {
        var next = bytes.IndexOfAny(Structure);
        var between = next < 0 ? bytes : bytes[..next];
        if (_depth == 0)
        {
            LookAround(between);
        }
        else if (_capture is Capture.Id)
        {
            Keep(between.Trim(" \t\r\n"u8));
        }

        if (next < 0)
        {
            return [];
        }

        Step(bytes[next]);
        return bytes[(next + 1)..];
    }

    private void Step(byte structural)
    {
        IsBlank = false;
        switch (structural)
        {
            case (byte)'{' or (byte)'[':
                Open(structural);
                break;
            case (byte)'}' or (byte)']':
                Close();
                break;
            case (byte)'"':
                _isInString = true;
                _isNoObject |= _depth == 0;
                StartString();
                break;
            case (byte)',':
                if (_depth == 1)
                {
                    EndMember();
                }

                _expectsName = _depth == 1 || (_depth == 2 && _isInResultObject);
                break;
            case (byte)':' when _depth == 1 && _member is Member.Id:
                Begin(Capture.Id);
                break;
        }
    }

    private void Open(byte bracket)
    {
        _isNoObject |= _depth == 0 && (_isComplete || bracket == '[');
        _depth++;
        _capture = Capture.None;
        if (_depth == 2)
        {
            _isInResultObject = _member is Member.Result && bracket == '{';
        }

        _expectsName = bracket == '{' && (_depth == 1 || (_depth == 2 && _isInResultObject));
    }

    private void Close()
    {
        switch (--_depth)
        {
            case < 0:
                _isNoObject = true;
                break;
            case 0:
                EndMember();
                _isComplete = true;
                break;
            case 1:
                _isInResultObject = false;
                break;
        }
    }

    private void StartString()
    {
        if (_expectsName)
        {
            _expectsName = false;
            Begin(_depth == 1 ? Capture.MemberName : Capture.NameInResult);
        }
        else if (_depth == 2 && _isInResultObject && _isResultType)
        {
            Begin(Capture.ResultType);
        }
        else if (_capture is Capture.Id)
        {
            Keep("\""u8);
        }
    }

    private void EndString()
    {
        var text = _captured.AsSpan(0, _capturedLength);
        switch (_capture)
        {
            case Capture.MemberName:
                _capture = Capture.None;
                BeginMember(text);
                break;
            case Capture.NameInResult:
                _capture = Capture.None;
                _isResultType = text.SequenceEqual("resultType"u8);
                break;
            case Capture.ResultType:
                _capture = Capture.None;
                AsksForInput = text.SequenceEqual("input_required"u8);
                break;
        }
    }

    private void BeginMember(ReadOnlySpan<byte> name)
    {
        _member = Member.Other;
        if (name.SequenceEqual("id"u8))
        {
            _member = Member.Id;
        }
        else if (name.SequenceEqual("result"u8))
        {
            _member = Member.Result;
            HasResult = true;
        }
        else if (name.SequenceEqual("method"u8))
        {
            HasMethod = true;
        }
        else if (name.SequenceEqual("error"u8))
        {
            HasError = true;
        }
    }

    private void EndMember()
    {
        if (_capture is Capture.Id)
        {
            _capture = Capture.None;
            Id = ParseId(_captured.AsSpan(0, _capturedLength));
        }

        _member = Member.Other;
    }

    private static RequestId? ParseId(ReadOnlySpan<byte> value) => value switch
    {
        [(byte)'"', .. var text] => text.Contains((byte)'\\') ? null : AnswerId.OfText(Encoding.UTF8.GetString(text)),
        { Length: < CaptureCapacity } => AnswerId.OfNumber(value),
        _ => null,
    };

    private void LookAround(ReadOnlySpan<byte> between)
    {
        if (between.IndexOfAnyExcept(Ignored) >= 0)
        {
            (IsBlank, _isNoObject) = (false, true);
        }
    }

    private void Begin(Capture what) => (_capture, _capturedLength) = (what, 0);

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_capture is Capture.None)
        {
            return;
        }

        var kept = Math.Min(bytes.Length, CaptureCapacity - _capturedLength);
        bytes[..kept].CopyTo(_captured.AsSpan(_capturedLength));
        _capturedLength += kept;
    }
}
