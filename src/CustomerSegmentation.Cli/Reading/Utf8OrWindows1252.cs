using System.Text;

namespace CustomerSegmentation.Cli.Reading;

/// <summary>
/// UTF-8 in which a byte that cannot be UTF-8 is read as the letter that Windows-1252 has for it, which is Latin-1 and some signs such
/// as the euro's: exports of old systems read right without being told apart first.
/// </summary>
internal sealed class Utf8OrWindows1252 : DecoderFallback
{
    public static Encoding Encoding { get; } =
        Encoding.GetEncoding("utf-8", EncoderFallback.ExceptionFallback, new Utf8OrWindows1252());

    private const string Signs = // of 0x80 to 0x9F; five have none
        "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F"
        + "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    // A malformed sequence has at most three bytes, each one letter.
    public override int MaxCharCount => 3;

    public override DecoderFallbackBuffer CreateFallbackBuffer() => new Windows1252Buffer();

    private static char Windows1252(byte number) => number is >= 0x80 and < 0xA0 ? Signs[number - 0x80] : (char)number;

    private sealed class Windows1252Buffer : DecoderFallbackBuffer
    {
        private byte[] _bytes = [];
        private int _next;

        public override int Remaining => _bytes.Length - _next;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            _bytes = bytesUnknown;
            _next = 0;
            return bytesUnknown.Length > 0;
        }

        public override char GetNextChar() => _next < _bytes.Length ? Windows1252(_bytes[_next++]) : '\0';

        public override bool MovePrevious()
        {
            if (_next == 0)
            {
                return false;
            }

            _next--;
            return true;
        }

        public override void Reset() => (_bytes, _next) = ([], 0);
    }
}
