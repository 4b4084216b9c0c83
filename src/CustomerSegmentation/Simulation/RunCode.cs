using System.Buffers.Binary;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Collections;

namespace CustomerSegmentation.Simulation;

/// <summary>
/// Seven letters that tell the orders of one simulated shop from those of another, so that a second run with
/// other options brings new orders instead of conflicts with the first run's.
/// </summary>
internal static class RunCode
{
    // Without letters that look like digits (Crockford's base 32, in small letters).
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    public static string Of(ShopOptions options, DateTimeOffset from, DateTimeOffset to)
    {
        double[] parameters =
        [
            options.RateShape, options.RateScaleYears, options.DropoutA, options.DropoutB, options.SpendShape,
            options.SpendCustomersShape, options.SpendScale, options.ReturnShare, options.FullReturnShare,
        ];
        Span<byte> content = stackalloc byte[(4 + parameters.Length) * 8];
        BinaryPrimitives.WriteUInt64LittleEndian(content, options.Seed);
        BinaryPrimitives.WriteInt64LittleEndian(content[8..], options.Customers);
        BinaryPrimitives.WriteInt64LittleEndian(content[16..], from.UtcTicks);
        BinaryPrimitives.WriteInt64LittleEndian(content[24..], to.UtcTicks);
        for (var i = 0; i < parameters.Length; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(content[(32 + (8 * i))..], parameters[i]);
        }

        var hash = XxHash64.Of((ReadOnlySpan<byte>)content);
        Span<char> code = stackalloc char[7];
        for (var i = 0; i < code.Length; i++, hash >>= 5)
        {
            code[i] = Alphabet[(int)(hash & 31)];
        }

        return new(code);
    }
}
