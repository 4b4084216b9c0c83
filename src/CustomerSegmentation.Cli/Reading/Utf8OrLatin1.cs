using System.Text;

namespace CustomerSegmentation.Cli.Reading;

/// <summary>
/// UTF-8 in which a byte that cannot be UTF-8 is read as the Latin-1 letter of its number: exports of old systems
/// read right without being told apart first.
/// </summary>
internal sealed class Utf8OrLatin1 : DecoderFallback
{
    public static Encoding Encoding { get; } =
        Encoding.GetEncoding("utf-8", EncoderFallback.ExceptionFallback, new Utf8OrLatin1());

    // A malformed sequence has at most three bytes, each one letter.
    public override int MaxCharCount => 3;

    public override DecoderFallbackBuffer CreateFallbackBuffer() => new Latin1Buffer();

    private sealed class Latin1Buffer : DecoderFallbackBuffer
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

        public override char GetNextChar() => _next < _bytes.Length ? (char)_bytes[_next++] : '\0';

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
