using System.Collections;

namespace GenAIOps.Evaluation.Runs.Journal;

/// <summary>
/// The scores of a metric by item, NaN where there is none. Most metrics have few different ones (passed or not, one to five): up to 255 take a byte an
/// item, and more take eight. Nobody reads it while it is written.
/// </summary>
internal sealed class ScoreColumn(int items) : IReadOnlyList<double>
{
    // 0 stands for NaN.
    private readonly Dictionary<long, byte> _places = [];
    private readonly double[] _values = [double.NaN, .. new double[byte.MaxValue]];
    private byte[]? _narrow = new byte[items];
    private double[]? _wide;

    public int Count => items;

    public double this[int item]
    {
        get => _wide is { } wide ? wide[item] : _values[_narrow![item]];
        set
        {
            if (_wide is not null) _wide[item] = value;
            else if (double.IsNaN(value)) _narrow![item] = 0;
            else if (TryPlace(value, out var place)) _narrow![item] = place;
            else
            {
                Widen();
                _wide![item] = value;
            }
        }
    }

    public IEnumerator<double> GetEnumerator()
    {
        for (var item = 0; item < items; item++) yield return this[item];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private bool TryPlace(double value, out byte place)
    {
        // By its bits, since 0 and -0 are equal and not the same.
        var bits = BitConverter.DoubleToInt64Bits(value);
        if (_places.TryGetValue(bits, out place)) return true;
        if (_places.Count == byte.MaxValue) return false;
        _places[bits] = place = (byte)(_places.Count + 1);
        _values[place] = value;
        return true;
    }

    private void Widen()
    {
        var wide = GC.AllocateUninitializedArray<double>(items);
        for (var item = 0; item < items; item++) wide[item] = _values[_narrow![item]];
        (_wide, _narrow) = (wide, null);
    }
}
